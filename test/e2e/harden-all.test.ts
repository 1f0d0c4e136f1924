import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buttonsIn, elementsOf, verbsIn, wordsIn } from './cards.ts';
import { runProduct, runSimulator } from './processes.ts';
import { simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';
import { useWorld } from './world.ts';

const world = useWorld();

function chosenIn(card: unknown): string {
  return elementsOf(card).find(({ id }) => id === 'chosen')?.value ?? '';
}

it('hardens what was chosen, one after the other, and tells each apart', async () => {
  const hardener = world().person('hardener');
  const choice = await hardener.say('harden all');
  const keys = chosenIn(choice.card).split(',');
  expect(keys.length).toBeGreaterThan(3);
  const none = await hardener.press(choice, 'plan.preview', {}, { chosen: '' });
  expect(none).toMatchObject({ code: 'invalid_request' });
  const other = await hardener.press(choice, 'plan.preview', {}, { chosen: 'security_defaults' });
  expect(other).toMatchObject({ code: 'invalid_request' });
  const confirm = await hardener.press(choice, 'plan.preview', {}, { chosen: keys.slice(0, 3).join(',') });
  expect(wordsIn(confirm.card)).toContain('Harden 3 settings?');
  expect(await world().graphWrites()).toEqual([]);

  const plan = /plan_[0-9a-z]{26}/.exec(JSON.stringify(confirm.card))?.[0] ?? '';
  const viewer = await world().person('viewer').send(choice.activityId, 'plan.execute', { v: 1, plan });
  expect(viewer).toMatchObject({ code: 'not_allowed' });
  await hardener.press(confirm, 'plan.execute');
  const result = await hardener.shows(choice.activityId, 'the end', ({ card }) =>
    /^3 of 3 settings done/m.test(wordsIn(card)),
  );
  expect(verbsIn(result.card).filter((verb) => verb === 'undo.preview')).toHaveLength(3);
  const writes = await world().graphWrites();
  await hardener.press(confirm, 'plan.execute');
  expect(await world().graphWrites()).toEqual(writes);
  const { op } = buttonsIn(result.card).find(({ verb }) => verb === 'undo.preview')?.data ?? {};
  await world().product.rest('POST', `/tenants/me/operations/${op}/undo`, {});
  const undone = await hardener.shows(choice.activityId, 'what was undone since', ({ card }) =>
    wordsIn(card).includes('2 of 3 settings done, 1 undone since'),
  );
  expect(verbsIn(undone.card).filter((verb) => verb === 'undo.preview')).toHaveLength(2);
  expect(wordsIn((await hardener.say('audit')).card)).toMatch(/ · Done, undone since\n.* · part of a plan · op_/);
});

it('stops between two settings at a press', async () => {
  const hardener = world().person('hardener');
  const choice = await hardener.say('harden all');
  await world().fault({ method: 'PATCH', path: '/policies/', delayMs: 1_000 });
  const confirm = await hardener.press(choice, 'plan.preview', {}, { chosen: chosenIn(choice.card) });
  const running = await hardener.press(confirm, 'plan.execute');
  const found = await hardener.say('harden all');
  expect(wordsIn(found.card)).toMatch(/Hardening: \d+ of \d+ settings done/);
  await hardener.press(found, 'plan.stop');
  await hardener.press(running, 'plan.stop');
  const ended = await hardener.shows(choice.activityId, 'the end', ({ card }) =>
    /^\d+ of \d+ settings done/m.test(wordsIn(card)),
  );
  expect(wordsIn(ended.card)).toMatch(/Stopped by Isaiah Langer.*Not begun/s);
  expect(verbsIn(ended.card)).not.toContain('plan.stop');
});

it('goes on after a kill in the middle, and writes no setting twice', { timeout: 240_000 }, async () => {
  const simulator = await runSimulator();
  const url = (simulator.said['chat'] ?? '').replace(/\/$/, '');
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-plan-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const start = () => runProduct({ SIMULATOR_URL: url, DATA_DIR: dataDir, SETTLE_S: '1' });
  const own = simulatedWorld(url);
  const product = await start();
  const hardener = own.person('hardener');
  const choice = await hardener.say('harden all');
  const keys = chosenIn(choice.card).split(',').slice(0, 4).join(',');
  const confirm = await hardener.press(choice, 'plan.preview', {}, { chosen: keys });
  await own.fault({ method: 'PATCH', path: '/policies/', delayMs: 700 });
  await hardener.press(confirm, 'plan.execute');
  await until('a first write', async () => (await own.graphWrites()).length > 0);
  await product.end('SIGKILL');
  await own.clearFaults();
  await start();
  const ended = await until(
    'the end',
    async () => {
      const now = await hardener.message(choice.activityId);
      return /^\d+ of \d+ settings done/m.test(wordsIn(now.card)) && now;
    },
    { ms: 120_000 },
  );
  expect(wordsIn(ended.card)).toMatch(/[34] of 4 settings done/);
  const bodies = (await own.graphWrites()).map(({ path, body }) => JSON.stringify([path, body]));
  expect(bodies).toEqual([...new Set(bodies)]);
});
