import { expect, it } from 'vitest';
import { wordsIn } from './cards.ts';
import { until } from './until.ts';
import { openWorld, useWorld } from './world.ts';

const world = useWorld();
const policyKey = 'user_app_registration';
const path = '^/policies/authorizationPolicy$';

it('answers a slow write at once with a progress card and edits it into the result', async () => {
  const hardener = world().person('hardener');
  const confirm = await hardener.say(`harden ${policyKey}`);
  await world().fault({ method: 'PATCH', path, delayMs: 3_500, times: 1 });
  const started = Date.now();
  const progress = await hardener.press(confirm, 'harden.execute');
  expect(Date.now() - started).toBeLessThan(3_000);
  expect(wordsIn(progress.card)).toMatch(/Hardening/);
  const result = await hardener.shows(confirm.activityId, 'the result', ({ edited }) => edited > 0);
  expect(wordsIn(result.card)).toContain('Hardened and checked');
});

it('edits the card into a refusal that came too late for the answer', async () => {
  const hardener = world().person('hardener');
  const confirm = await hardener.say(`harden ${policyKey}`);
  await world().fault({ method: 'GET', path, delayMs: 2_500, status: 503, headers: { 'retry-after': '60' } });
  const progress = await hardener.press(confirm, 'harden.execute');
  expect(wordsIn(progress.card)).toMatch(/Hardening/);
  const refused = await hardener.shows(confirm.activityId, 'the refusal', ({ edited }) => edited > 0);
  expect(wordsIn(refused.card)).toMatch(/Not changed.*Try again/s);
  expect(await world().graphWrites()).toEqual([]);
});

it('answers a slow toggle at the deadline and tells the end where it said', async () => {
  const own = await openWorld({ env: { REST_DEADLINE_S: '1' } });
  await own.fault({ method: 'PATCH', path, delayMs: 2_500, times: 1 });
  const { status, body } = await own.product.toggle({ key: policyKey });
  expect(status).toBe(200);
  expect(body.data).toEqual({ key: policyKey, applied: false, verified: false, needsReconsent: false });
  expect(body.operation).toMatchObject({ status: 'running', steps: [] });
  const ended = await until('the operation has ended', async () => {
    const operation = await own.product.operation(body.operation.id);
    return operation.status !== 'running' && operation;
  });
  expect(ended).toMatchObject({ status: 'done', result: { applied: true, verified: true } });
});

it('lets fifty toggles of one key share one write', async () => {
  await world().fault({ method: 'PATCH', path, delayMs: 2_500 });
  const replies = await Promise.all(Array.from({ length: 50 }, () => world().product.toggle({ key: policyKey })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(replies.map(({ body }) => body.operation.id)).size).toBe(1);
  expect(new Set(replies.map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
  expect(await world().graphWrites()).toHaveLength(1);
});
