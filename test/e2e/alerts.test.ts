import { expect, it } from 'vitest';
import type { Json } from './call.ts';
import { until } from './until.ts';
import { openWorld } from './world.ts';

const intervalS = 1;

/** The simulated world as somebody finds it who starts it for the first time, only quicker. */
async function watchedWorld() {
  const world = await openWorld({ env: { WATCH_INTERVAL_S: String(intervalS) } });
  const messages = async (): Promise<readonly Json[]> =>
    (await world.control('GET', 'messages?conversation=soc')).body.messages;
  await until('the first look is told', async () => (await messages()).length > 0);
  return { ...world, messages };
}

it('tells a channel of a new risk once, in a message that says it in a line', async () => {
  const { control, messages } = await watchedWorld();
  const before = (await messages()).length;
  expect(before, 'what is active at the start is one digest').toBe(1);
  const { body: risky } = await control('POST', 'signals', {
    kind: 'riskyUser',
    userPrincipalName: 'alexw@contoso.com',
  });
  const alert = await until('the alert is there', async () => (await messages())[before]);
  expect(alert.activity.summary).toMatch(/high/i);
  expect(alert.activity.summary).toContain(risky.userDisplayName);
  expect(alert.activity.summary).toContain('Contoso');
  await control('POST', 'signals', { kind: 'riskyUser', id: risky.id, riskState: 'dismissed', riskLevel: 'none' });
  await until('the card says that it is over', async () => {
    const [shown] = (await messages()).filter(({ activityId }) => activityId === alert.activityId);
    return shown.edited > 0 && /dismissed/i.test(JSON.stringify(shown.activity));
  });
});
