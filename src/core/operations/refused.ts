import type { OperationDraft, OperationResult, Verb } from './operation.ts';
import type { Ending } from './work.ts';

/** How an operation ends that was refused before anything was written. */
export function refusedEnding({ verb }: OperationDraft, why: string): Ending {
  return { steps: [{ name: 'write', status: 'failed' }], result: { ...nothing[kinds[verb]], refused: why } };
}

const kinds = {
  harden: 'policy',
  undo: 'policy',
  createTokenPolicy: 'tokenPolicy',
  updateTokenPolicy: 'tokenPolicy',
  deleteTokenPolicy: 'tokenPolicy',
  assignTokenPolicy: 'tokenPolicy',
  unassignTokenPolicy: 'tokenPolicy',
  contain: 'containment',
  release: 'release',
  confirmCompromised: 'risk',
  dismissRisk: 'risk',
} as const satisfies Record<Verb, OperationResult['kind']>;

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
