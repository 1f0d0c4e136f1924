import { expect, test } from 'vitest';
import { newCommandLine } from './command-line.ts';

test('an organization has every entitlement unless told', async () => {
  const { bulwark } = await newCommandLine();
  await bulwark('organizations add --name Everything');
  await bulwark('organizations add --name Some --entitlements policyManagement');
  await bulwark('organizations add --name Nothing --entitlements none');
  const listed: { name: string; entitlements: string[] }[] = (await bulwark('organizations list --json')).json();
  expect(listed.map(({ name, entitlements }) => [name, entitlements.length])).toEqual([
    ['Default', 3],
    ['Everything', 3],
    ['Some', 1],
    ['Nothing', 0],
  ]);
});
