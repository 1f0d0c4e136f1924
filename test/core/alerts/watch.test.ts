import { expect, it } from 'vitest';
import type { Alert } from '../../../src/core/alerts/alert.ts';
import { watchConnection, watchKey, watchKind } from '../../../src/core/alerts/watch.ts';
import type { GraphRefusal } from '../../../src/core/graph-answers.ts';
import { connection } from '../fakes/connections.ts';
import { fakeSignals } from '../fakes/signals.ts';
import { episodes, user } from './episodes.ts';

const contoso = connection('conn_1');

/** Looks at a tenant in which nobody is listed any more; answers with who was asked for by id. */
function rig(people: number, refused: Readonly<Record<string, GraphRefusal['reason']>> = {}) {
  const { look, newest } = episodes();
  look({ sightings: Array.from({ length: people }, (_, index) => user(`user-${index + 1}`, 'high')) }, 1);
  const open: readonly Alert[] = [...newest.values()];
  const asked: string[] = [];
  const signals = fakeSignals({ now: () => 1_000 });
  signals.readRiskyUser = async (_connection, id) => {
    asked.push(id);
    const reason = refused[id];
    return reason
      ? { status: 'error', refusal: { status: 'error', reason, needsReconsent: false } }
      : { status: 'ok', value: undefined };
  };
  const ports = {
    connections: { list: async () => [contoso] },
    signals,
    alerts: { watchOf: async () => ({ marks: {}, sources: {} }), open: async () => open, commit: async () => true },
    due: { remove: async () => undefined, finish: async () => true },
    nextIn: () => 60_000,
  };
  return async function askedAt(claim: number): Promise<readonly string[]> {
    await watchConnection(ports, { kind: watchKind, key: watchKey(contoso.organization, 'conn_1'), claim, fails: 0 });
    return asked.splice(0);
  };
}

it.each([11, 25, 30])('%i users who stay away from the list are all asked for, ten at most a look', async (people) => {
  const askedAt = rig(people);
  const asked = new Set<string>();
  for (let claim = 7; claim < 7 + Math.ceil(people / 10); claim += 1) {
    const now = await askedAt(claim);
    expect(now).toHaveLength(10);
    for (const id of now) asked.add(id);
  }
  expect(asked.size).toBe(people);
});

it('one user that cannot be read keeps nobody waiting; a tenant that cannot be, is left alone', async () => {
  expect(await rig(3, { 'user-1': 'badResponse' })(3)).toEqual(['user-1', 'user-2', 'user-3']);
  expect(await rig(3, { 'user-1': 'throttled' })(3)).toEqual(['user-1']);
});
