import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOfPolicies } from '../../src/aadgraph/list-page.ts';
import type { TokenPolicy } from '../../src/core/token-policies/token-policy.ts';

function policy(number: number, displayName = `Policy ${number % 7}`): TokenPolicy {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const type = number % 2 ? 'TokenLifetimePolicy' : 'TokenIssuancePolicy';
  return { id, type, displayName, definition: '{}', isOrganizationDefault: false, deletedDateTime: null };
}

const many = Array.from({ length: 250 }, (_, number) => policy(number));

function page(query: Record<string, string>, all: readonly TokenPolicy[] = many) {
  return pageOfPolicies(all, new URLSearchParams(query));
}

/** As clients do: the link is cut into its options and asked for with nothing else. */
function follow(query: Record<string, string>, all: readonly TokenPolicy[] = many): readonly TokenPolicy[] {
  const { policies, nextLink } = page(query, all);
  if (nextLink === undefined) return policies;
  const next = Object.fromEntries(new URLSearchParams(nextLink.split('?')[1]));
  return [...policies, ...follow(next, all)];
}

const code = (graphCode: string) => expect.objectContaining({ refusal: 'invalid_request', graphCode });

describe('a page', () => {
  it('holds a hundred, by object id, and a relative link that any client can take apart', () => {
    const { policies, nextLink } = page({});
    expect(policies).toEqual(many.slice(0, 100));
    expect(nextLink).toMatch(/^policies\?\$top=100&\$skiptoken=X'[0-9a-f]+'$/);
    expect(page({ $top: '250' }).nextLink).toBeUndefined();
  });

  const queries: Record<string, string>[] = [
    {},
    { $top: '7' },
    { $orderby: 'displayName' },
    { $orderby: 'displayName desc', $top: '13' },
  ];

  it.each(queries)('after the other gives every policy once: %j', (query) => {
    const all = follow(query);
    expect(all.map(({ id }) => id).toSorted()).toEqual(many.map(({ id }) => id));
  });

  it('keeps its order to the last one', () => {
    const names = follow({ $orderby: 'displayName', $top: '9' }).map(({ displayName }) => displayName);
    expect(names).toEqual(names.toSorted());
    expect(follow({ $orderby: 'objectId desc', $top: '9' }).map(({ id }) => id)).toEqual(
      many.map(({ id }) => id).reverse(),
    );
  });

  it('goes on after a policy that is gone by now', () => {
    const { nextLink } = page({ $top: '10' });
    const next = Object.fromEntries(new URLSearchParams(nextLink?.split('?')[1]));
    const rest = page(
      next,
      many.filter((_, at) => at !== 9),
    ).policies;
    expect(rest[0]).toEqual(many[10]);
  });

  it('takes any name', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 8 }), (names) => {
        const all = names.map((name, number) => policy(number, name.toWellFormed()));
        const seen = follow({ $top: '1', $orderby: 'displayName' }, all);
        expect(seen).toHaveLength(all.length);
      }),
    );
  });
});

describe('what is filtered', () => {
  it('comes whole, or cut without a link', () => {
    const $filter = "type eq 'TokenIssuancePolicy'";
    expect(page({ $filter }).policies).toHaveLength(125);
    const cut = page({ $filter, $top: '3', $orderby: 'displayName' });
    expect([cut.policies.length, cut.nextLink]).toEqual([3, undefined]);
  });

  it('is not asked for by token', () => {
    const $skiptoken = page({}).nextLink?.split('skiptoken=')[1] ?? '';
    expect(() => page({ $filter: "type eq 'x'", $skiptoken })).toThrow(code('Request_UnsupportedQuery'));
  });
});

it.each(['0', '1000', '-1', '', 'x', '1e2', '1.0', ' 1'])('a size of %j is refused', ($top) => {
  expect(() => page({ $top })).toThrow(`Invalid page size specified: '${$top}'. Must be between 1 and 999 inclusive.`);
});

it.each(["X''", "X'zz'", 'zzz', "X'5b5d'", "X'7b7d'", "X'5b226f626a6563744964222c66616c73652c22222c2278225d'"])(
  'the token %s has expired',
  ($skiptoken) => {
    expect(() => page({ $skiptoken })).toThrow(code('Directory_ExpiredPageToken'));
  },
);

it.each(['type', 'displayName up', 'displayName,objectId', ''])('the order %j is refused', ($orderby) => {
  expect(() => page({ $orderby })).toThrow(code('Request_UnsupportedQuery'));
});
