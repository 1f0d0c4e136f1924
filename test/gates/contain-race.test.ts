import { it, onTestFinished } from 'vitest';
import { raceContain, raceEnv } from '../e2e/contain-race.ts';
import { restClient } from '../e2e/product.ts';
import { openWorld } from '../e2e/world.ts';
import { newHome } from '../store/homes.ts';

const callers = process.env['GATES_SLICE'] ? 200 : 1_000;

it(`lets ${callers} callers of one containment share one pair of writes`, async () => {
  const world = await openWorld({ env: raceEnv });
  await raceContain(world, [world.product], callers);
});

it(`lets ${callers} callers at two instances share one pair of writes`, async () => {
  const env = { ...raceEnv, DATABASE_URL: await newDatabase() };
  const world = await openWorld({ env });
  // The later start replaces the key that the earlier one printed.
  const later = await world.start();
  await raceContain(world, [restClient(world.product.url, later.key), later], callers);
});

async function newDatabase(): Promise<string> {
  const { home, remove } = await newHome('postgres');
  onTestFinished(remove);
  return home.kind === 'postgres' ? home.url : '';
}
