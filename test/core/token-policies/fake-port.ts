import type { GraphRefusal, Reading, WriteOutcome } from '../../../src/core/graph-answers.ts';
import type { Runtime } from '../../../src/core/runtime.ts';
import {
  type Holder,
  type HolderRef,
  isSameHolder,
  type TokenPolicy,
  type TokenPolicyRef,
} from '../../../src/core/token-policies/token-policy.ts';
import type { TokenPolicyPort } from '../../../src/core/token-policies/token-policy-port.ts';

/** What becomes of the next write: its answer, and for the unknown ones whether it took effect all the same. */
export type Scripted = 'ok' | 'unknownApplied' | 'unknownNotApplied' | GraphRefusal;

export type FakeTokenPolicies = TokenPolicyPort & {
  policies: TokenPolicy[];
  holders: Holder[];
  links: { holder: HolderRef; policyId: string }[];
  /** Writes that reached the tenant, by name. */
  writes: string[];
  nextWrites: Scripted[];
  writeTakesMs: number;
};

/** A tenant with whatever the test puts into it. */
export function fakeTokenPolicies(runtime: Runtime): FakeTokenPolicies {
  let ids = 0;

  async function write(name: string, effect: () => void): Promise<WriteOutcome> {
    fake.writes.push(name);
    await runtime.sleep(fake.writeTakesMs);
    const answer = fake.nextWrites.shift() ?? 'ok';
    if (answer === 'ok' || answer === 'unknownApplied') effect();
    if (typeof answer === 'object') return { kind: 'refused', refusal: answer };
    return { kind: answer === 'ok' ? 'ok' : 'unknown' };
  }

  function linksOf(id: string) {
    return fake.links.filter(({ policyId }) => policyId === id);
  }

  function unlink(gone: (link: { holder: HolderRef; policyId: string }) => boolean): void {
    fake.links = fake.links.filter((link) => !gone(link));
  }

  const fake: FakeTokenPolicies = {
    policies: [],
    holders: [],
    links: [],
    writes: [],
    nextWrites: [],
    writeTakesMs: 100,
    list: async () => read([...fake.policies]),
    find: async (_, id) => read(fake.policies.find((policy) => policy.id === id)),
    appliesTo: async (_, { id }) =>
      read(fake.holders.filter((one) => linksOf(id).some(({ holder }) => isSameHolder(holder, one)))),
    findHolder: async (_, holder) => read(fake.holders.find((one) => isSameHolder(one, holder))),
    assigned: async (_, holder) =>
      read(fake.policies.filter(({ id }) => linksOf(id).some((link) => isSameHolder(link.holder, holder)))),
    async create(_, policy, purpose) {
      const made: TokenPolicy = { ...policy, id: `made-${++ids}`, deletedDateTime: null };
      const outcome = await write(`create ${purpose}`, () => fake.policies.push(made));
      return outcome.kind === 'ok' ? { ...outcome, policy: made } : outcome;
    },
    update: (_, { id }, change, purpose) =>
      write(`update ${purpose}`, () => {
        fake.policies = fake.policies.map((policy) => (policy.id === id ? { ...policy, ...change } : policy));
      }),
    remove: (_, { id }) =>
      write('remove', () => {
        fake.policies = fake.policies.filter((policy) => policy.id !== id);
        unlink(({ policyId }) => policyId === id);
      }),
    assign: (_, holder, { id }: TokenPolicyRef) =>
      write(`assign ${holder.id}`, () => fake.links.push({ holder, policyId: id })),
    unassign: (_, holder, { id }) =>
      write(`unassign ${holder.id}`, () => unlink((link) => link.policyId === id && isSameHolder(link.holder, holder))),
  };
  return fake;
}

function read<T>(value: T): Reading<T> {
  return { status: 'ok', value };
}
