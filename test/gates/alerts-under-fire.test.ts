import { expect, it } from 'vitest';
import { alertsUnderFire } from '../e2e/alerts-under-fire.ts';

const size = process.env['GATES_SLICE']
  ? { tenants: 5, signals: 40, kills: 2, seed: 1 }
  : { tenants: 50, signals: 1_000, kills: 10, seed: 1 };

it(`loses none of ${size.signals} signals while two instances are killed ${size.kills} times`, async () => {
  const fate = await alertsUnderFire(size);
  process.stdout.write(`${JSON.stringify(fate)}\n`);
  expect(fate.inMessage + fate.onDigest + fate.dead).toBe(size.signals);
});
