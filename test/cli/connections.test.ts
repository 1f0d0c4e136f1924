import { expect, test } from 'vitest';
import { newCommandLine } from './command-line.ts';

const tenant = '11111111-2222-4333-8444-555555555555';

test('a tenant is connected, listed and disconnected', async () => {
  const { bulwark } = await newCommandLine();
  const [id = ''] = (await bulwark(`connections add --tenant ${tenant} --name Fabrikam`)).out;
  expect(id).toMatch(/^conn_[0-9a-z]{26}$/);
  expect((await bulwark('connections list')).out[1]).toBe(`${id}  ${tenant}  aiPilot  not asked  Fabrikam`);
  expect(await bulwark(`connections remove ${id}`)).toMatchObject({ code: 0 });
  expect((await bulwark('connections list --json')).json()).toEqual([]);
});

test('a tenant is connected once, an unknown connection is not removed, and both leave no record', async () => {
  const { bulwark } = await newCommandLine();
  await bulwark(`connections add --tenant ${tenant} --name Fabrikam --mode read`);
  const again = await bulwark(`connections add --tenant ${tenant.toUpperCase()} --name Again`);
  expect(again).toMatchObject({ code: 1, out: [], err: [expect.stringContaining('connected already')] });
  expect(await bulwark('connections remove conn_none')).toMatchObject({ code: 1, out: [] });
  expect((await bulwark('journal verify')).out[0]).toMatch(/^ok 1 [0-9a-f]{64}$/);
});

test('who else has connected a tenant is said, and nobody else is', async () => {
  const { bulwark } = await newCommandLine();
  const [other = ''] = (await bulwark('organizations add --name Northwind')).out;
  const first = await bulwark(`connections add --tenant ${tenant} --name Fabrikam --organization ${other}`);
  expect(first.err).toEqual(['Check its consent with: bulwark doctor']);
  const second = await bulwark(`connections add --tenant ${tenant} --name Fabrikam`);
  expect(second).toMatchObject({
    code: 0,
    err: [`Organization ${other} (Northwind) has connected this tenant too.`, 'Check its consent with: bulwark doctor'],
  });
  const elsewhere = tenant.replace('1', '9');
  const third = await bulwark(`connections add --tenant ${elsewhere} --name Tailspin`);
  expect(third.err).toEqual(['Check its consent with: bulwark doctor']);
});

test('an organization that does not exist has no connections', async () => {
  const { bulwark } = await newCommandLine();
  expect(await bulwark('connections list --organization org_none')).toMatchObject({ code: 1, out: [] });
});

test('a name cannot steer the terminal', async () => {
  const { bulwark } = await newCommandLine();
  expect(await bulwark(`connections add --tenant ${tenant} --name \u001b[2J`)).toMatchObject({ code: 2 });
});
