import type { OperationDraft, OperationResult, UserVerb } from './operation.ts';
import type { Ending } from './work.ts';

/** How an operation ends that was refused before anything was written. */
export function refusedEnding(draft: OperationDraft, why: string): Ending {
  return { steps: [{ name: 'write', status: 'failed' }], result: { ...nothing[kindOf(draft)], refused: why } };
}

/** An undo ends like what it puts back. */
function kindOf({ verb, target }: OperationDraft): OperationResult['kind'] {
  return target.kind === 'user' ? userKinds[verb as UserVerb] : target.kind;
}

const userKinds = {
  contain: 'containment',
  release: 'release',
  confirmCompromised: 'risk',
  dismissRisk: 'risk',
} as const satisfies Record<UserVerb, OperationResult['kind']>;

const unwritten = { applied: false, verified: false, needsReconsent: false };

const nothing: { readonly [kind in OperationResult['kind']]: OperationResult } = {
  policy: { kind: 'policy', ...unwritten, from: null, to: null },
  tokenPolicy: { kind: 'tokenPolicy', ...unwritten },
  containment: {
    kind: 'containment',
    disabled: false,
    sessionsRevoked: false,
    needsReconsent: false,
    wasEnabled: false,
    guest: false,
    synced: false,
    verified: { disabled: false, sessionsRevoked: false },
  },
  release: { kind: 'release', enabled: false, needsReconsent: false, verified: false },
  risk: { kind: 'risk', applied: false, needsReconsent: false },
};
