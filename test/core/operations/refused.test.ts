import { expect, it } from 'vitest';
import type { OperationDraft, Target, Verb } from '../../../src/core/operations/operation.ts';
import { refusedEnding } from '../../../src/core/operations/refused.ts';
import { hardener, soc } from '../fakes/world.ts';

function draft(verb: Verb, kind: Target['kind']): OperationDraft {
  const connection = { id: 'conn_one', tenantId: 'tenant', name: 'Contoso' };
  const target = { kind, id: 'id', label: 'Label' };
  return { id: 'op_1', organization: 'org', verb, connection, target, requestedBy: hardener, via: soc };
}

it.each([
  ['harden', 'policy', 'policy'],
  ['undo', 'policy', 'policy'],
  ['undo', 'tokenPolicy', 'tokenPolicy'],
  ['deleteTokenPolicy', 'tokenPolicy', 'tokenPolicy'],
  ['contain', 'user', 'containment'],
  ['release', 'user', 'release'],
  ['dismissRisk', 'user', 'risk'],
] as const)('a refused %s of a %s ends as a result of kind %s that nothing came of', (verb, target, kind) => {
  expect(refusedEnding(draft(verb, target), 'Because.').result).toMatchObject({
    kind,
    refused: 'Because.',
    needsReconsent: false,
  });
});
