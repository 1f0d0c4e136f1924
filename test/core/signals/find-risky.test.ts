import { expect, it } from 'vitest';
import { findRisky } from '../../../src/core/signals/find-risky.ts';
import { riskyUser } from '../fakes/signals.ts';

const users = [
  riskyUser('Zoë Lowell', { userPrincipalName: 'zoe@contoso.com', riskLevel: 'medium' }),
  riskyUser('Alex Wilber', { userPrincipalName: 'alex.wilber@contoso.com', riskLevel: 'high' }),
  riskyUser('(.*)$ %27', { userPrincipalName: 'odd@fabrikam.com', riskLevel: 'low' }),
];
const found = (typed: string) => findRisky(users, typed).map(({ userDisplayName }) => userDisplayName);

it('shows everybody, worst first, when nothing is typed', () => {
  expect(found('  ')).toEqual(['Alex Wilber', 'Zoë Lowell', '(.*)$ %27']);
});

it.each([
  ['wil', ['Alex Wilber']],
  ['WILBER alex', ['Alex Wilber']],
  ['zoe', ['Zoë Lowell']],
  ['zoë', ['Zoë Lowell']],
  ['high', ['Alex Wilber']],
  ['contoso medium', ['Zoë Lowell']],
  ['low', ['Zoë Lowell', '(.*)$ %27']],
  ['@fabrikam.com', ['(.*)$ %27']],
  ['alex zoe', []],
])('finds by %j', (typed, names) => {
  expect(found(typed)).toEqual(names);
});

it('takes what is typed as text, never as a pattern', () => {
  expect(found('.*')).toEqual(['(.*)$ %27']);
  expect(found('%27')).toEqual(['(.*)$ %27']);
  expect(found('[')).toEqual([]);
  expect(found('\ud800')).toEqual([]);
});
