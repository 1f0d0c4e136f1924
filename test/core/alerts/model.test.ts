import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Alert, alertLevels, isSnoozed } from '../../../src/core/alerts/alert.ts';
import { observe } from '../../../src/core/alerts/observe.ts';
import type { RiskyUser } from '../../../src/core/signals/signal-port.ts';
import { listing, riskyUser } from '../fakes/signals.ts';
import { episodes, kindsOf } from './episodes.ts';
import { reference } from './reference.ts';

const names = ['adele', 'lee'];
const keyOf = (name: string) => `user/id-${name}`;

const facts = {
  high: { riskState: 'atRisk', riskLevel: 'high', isDeleted: false },
  medium: { riskState: 'atRisk', riskLevel: 'medium', isDeleted: false },
  low: { riskState: 'atRisk', riskLevel: 'low', isDeleted: false },
  dismissed: { riskState: 'dismissed' },
  remediated: { riskState: 'remediated' },
  deleted: { isDeleted: true },
} as const;

const who = fc.constantFrom(...names);
const change = fc.constantFrom('dismissed', 'remediated', 'deleted', ...alertLevels);
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('microsoft' as const), who, to: change }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('snooze', 'dismiss'), who }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('look' as const),
      list: fc.constantFrom('whole', 'cut', 'failed', 'stale'),
    }),
  },
);

/** Microsoft's side: what is true of each user, and what a list that lags behind still says. */
function tenant() {
  const users = new Map<string, RiskyUser>();
  const before = new Map<string, RiskyUser>();
  let clock = Date.UTC(2026, 10, 22);
  return {
    users,
    set(name: string, to: keyof typeof facts): void {
      const known = users.get(name);
      if (known) before.set(name, known);
      clock += 1_000;
      const riskLastUpdatedDateTime = new Date(clock).toISOString();
      users.set(name, { ...riskyUser(name), ...known, ...facts[to], riskLastUpdatedDateTime });
    },
    list(isStale: boolean): RiskyUser[] {
      const listed = names.flatMap((name) => (isStale && before.get(name)) || users.get(name) || []);
      return listed.filter(({ riskState }) => riskState === 'atRisk');
    },
  };
}

const throttled = {
  status: 'error',
  refusal: { status: 'error', reason: 'throttled', needsReconsent: false },
} as const;

function play() {
  const microsoft = tenant();
  const { look, newest, change: put } = episodes();
  const rules = reference();
  let now = 1;

  function handle(name: string, as: 'snooze' | 'dismiss'): void {
    const alert = newest.get(keyOf(name)) as Alert;
    if (!rules.mark(`id-${name}`, as === 'snooze' ? 'isSnoozed' : 'isDismissed')) return;
    const who = { by: 'Megan', at: now };
    if (as === 'snooze') return void put({ ...alert, snoozed: { ...who, until: now + 1e9, reason: 'later' } });
    put({ ...alert, handled: { ...who, verb: 'dismissRisk', operationId: 'op_1', status: 'done' } });
    microsoft.set(name, 'dismissed');
  }

  function lookAt(list: 'whole' | 'cut' | 'failed' | 'stale') {
    const items = list === 'failed' ? [] : microsoft.list(list === 'stale');
    const riskyUsers =
      list === 'failed' ? throttled : ({ status: 'ok', value: { items, truncated: list === 'cut' } } as const);
    const open = names.filter((name) => rules.isOpen(`id-${name}`));
    const missing = open.filter((name) => !items.some(({ id }) => id === `id-${name}`));
    const lookedUp = (list === 'cut' || list === 'failed' ? [] : missing).map((name) => ({
      userId: `id-${name}`,
      found: { status: 'ok', value: microsoft.users.get(name) } as const,
    }));
    const reading = { readAt: now, riskyUsers, riskDetections: listing<never>(), securityAlerts: listing<never>() };
    const seen = [...items, ...lookedUp.flatMap(({ found }) => found.value ?? [])];
    const told = kindsOf(look(observe(reading, lookedUp), now));
    return { told: told.toSorted(), expected: seen.flatMap(rules.seen).toSorted() };
  }

  return {
    step(one: typeof action extends fc.Arbitrary<infer One> ? One : never): void {
      now += 1_000;
      if (one.do === 'microsoft') microsoft.set(one.who, one.to);
      else if (one.do !== 'look') handle(one.who, one.do);
      else {
        const { told, expected } = lookAt(one.list);
        expect(told).toEqual(expected);
      }
    },
    states: () => names.map((name) => [name, stateOf(newest.get(keyOf(name)), now)]),
    expectedStates: () => names.map((name) => [name, [rules.isOpen(`id-${name}`), rules.isSnoozed(`id-${name}`)]]),
  };
}

function stateOf(alert: Alert | undefined, now: number) {
  const isOpen = alert !== undefined && !alert.closed;
  return [isOpen, isOpen && isSnoozed(alert, now)];
}

it('tells exactly what happened to each user, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const { step, states, expectedStates } = play();
      for (const one of actions) {
        step(one);
        expect(states()).toEqual(expectedStates());
      }
    }),
    { numRuns: 1_000 },
  );
});
