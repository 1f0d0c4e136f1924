import { expect, test } from 'vitest';
import { explainCard } from '../../src/cards/explain.ts';
import { isOpen, type PostureRow } from '../../src/core/posture.ts';
import { postures } from './samples.ts';
import { button, buttonTitles } from './structure.ts';

const rows: PostureRow[] = Object.values(postures).flatMap((posture) => [...posture.rows]);

test('Harden… is offered exactly for open settings, to whoever may harden', () => {
  for (const row of rows) {
    const offered = buttonTitles(explainCard({ policy: row.policy, row, mayHarden: true })).includes('Harden…');
    expect(offered).toBe(isOpen(row));
    expect(buttonTitles(explainCard({ policy: row.policy, row, mayHarden: false }))).toEqual(['Show posture']);
  }
});

test('the buttons stay with the connection that was read', () => {
  const row = rows.find(isOpen);
  if (!row) throw new Error('no open row');
  const { policy } = row;
  const named = explainCard({ policy, row, connectionName: 'Fabrikam', connectionId: 'conn_2', mayHarden: true });
  expect(button(named, 'Harden…')['data']).toEqual({ v: 1, policyKey: policy.key, connectionId: 'conn_2' });
  expect(button(named, 'Show posture')['data']).toEqual({ v: 1, connectionId: 'conn_2' });
  const standard = explainCard({ policy, row, mayHarden: true });
  expect(button(standard, 'Harden…')['data']).toEqual({ v: 1, policyKey: policy.key });
  expect(button(standard, 'Show posture')['data']).toEqual({ v: 1 });
});
