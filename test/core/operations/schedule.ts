import fc from 'fast-check';
import type { FakePolicies, ScriptedWrite } from '../fakes/policies.ts';
import { consentMissing, graphDown, rejected, throttled } from '../fakes/refusals.ts';

const verbs = [
  'preview',
  'execute',
  'cancel',
  'rest',
  'undo',
  'undoPreview',
  'loseRole',
  'reconcile',
  'crash',
] as const;

/** One thing somebody does. `pick` chooses among what there is then: a policy, a proposal, an operation. */
export type Action = {
  verb: (typeof verbs)[number];
  atMs: number;
  instance: number;
  who: number;
  pick: number;
};

export type StoreFault = { nth: number; when: 'before' | 'after' };

export type Schedule = {
  actions: Action[];
  writes: ScriptedWrite[];
  reads: FakePolicies['nextReads'];
  staleReads: number;
  /** Milliseconds that each call to the store takes, in turn. */
  latencies: number[];
  storeFaults: StoreFault[];
};

const action: fc.Arbitrary<Action> = fc.record({
  verb: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...verbs.slice(0, 6)) },
    { weight: 1, arbitrary: fc.constantFrom(...verbs.slice(6)) },
  ),
  atMs: fc.oneof(fc.nat(300), fc.nat(6_000), fc.nat(900_000)),
  instance: fc.nat(1),
  who: fc.nat(5),
  pick: fc.nat(20),
});

const write = fc.constantFrom<ScriptedWrite>(
  'ok',
  'ok',
  'unknownApplied',
  'unknownNotApplied',
  consentMissing,
  rejected,
);

const read = fc.constantFrom<FakePolicies['nextReads'][number]>('ok', 'ok', 'ok', graphDown, throttled);

const storeFault: fc.Arbitrary<StoreFault> = fc.record({
  nth: fc.nat(60),
  when: fc.constantFrom('before', 'after'),
});

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  actions: fc.array(action, { minLength: 1, maxLength: 14 }),
  writes: fc.array(write, { maxLength: 6 }),
  reads: fc.array(read, { maxLength: 10 }),
  staleReads: fc.nat(5),
  latencies: fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }),
  storeFaults: fc.array(storeFault, { maxLength: 3 }),
});
