import { expect, it } from 'vitest';
import { draftOperation } from '../../../src/core/operations/drafts.ts';
import { endingDetail, operationEntry } from '../../../src/core/operations/entries.ts';
import { connection } from '../fakes/connections.ts';
import { graphDown } from '../fakes/refusals.ts';
import { virtualRuntime } from '../fakes/runtime.ts';
import { apiKey, rest } from '../fakes/world.ts';

const target = { kind: 'policy', id: 'guest_invites', label: 'Guests' } as const;
const asking = { actor: apiKey, via: rest, connection: connection('conn_one') };

it('records what was asked, without what was not said', () => {
  const draft = draftOperation(virtualRuntime(), 'harden', target, asking);
  expect(draft.id).toMatch(/^op_[0-9a-z]{26}$/);
  expect(operationEntry('intent', draft).detail).toEqual({ verb: 'harden', target });
});

it('records the reason and the operation that is put back', () => {
  const draft = draftOperation(virtualRuntime(), 'undo', target, { ...asking, reason: 'Wrong tenant' }, 'op_1');
  expect(operationEntry('intent', draft).detail).toMatchObject({ reason: 'Wrong tenant', of: 'op_1' });
});

it('records of a step its name, status and reason, and nothing else that Graph said', () => {
  const result = { kind: 'policy', applied: false, verified: false, needsReconsent: false, from: 1, to: 2 } as const;
  const refusal = { ...graphDown, code: 'SomeCode', requestId: 'graph-request' };
  const steps = [{ name: 'write', status: 'failed', refusal } as const, { name: 'verify', status: 'skipped' } as const];
  expect(endingDetail({ steps, result })).toEqual({
    steps: [
      { name: 'write', status: 'failed', why: 'unavailable' },
      { name: 'verify', status: 'skipped' },
    ],
    result,
  });
});
