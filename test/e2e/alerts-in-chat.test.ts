import { expect, it } from 'vitest';
import { verbsIn, wordsIn } from './cards.ts';
import type { Message } from './chat.ts';
import { raiseRisk } from './raise-risk.ts';
import { until } from './until.ts';
import { useWorld } from './world.ts';

const admin = 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b01';
const responder = 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b02';
/** Two people who may take an alert. */
const world = useWorld({ env: { WATCH_INTERVAL_S: '1', RESPONDERS: `${admin},${responder}` } });
const inputs = { reason: 'Leaked credentials, confirmed by phone', checked: 'true' };

/** The message in this conversation that told of the user. */
function toldOf(name: string, conversation: string, as = 'admin'): Promise<Message> {
  const reader = world().person(as, conversation);
  return until(`${conversation} is told of ${name}`, async () =>
    (await reader.messages()).find(({ activity, card }) => isAlertOf(name, activity.summary) && !!card?.refresh),
  );
}

function isAlertOf(name: string, summary = ''): boolean {
  return summary.startsWith('High risk: ') && summary.includes(name);
}

/** The admin's own chat subscribes; beside the form it is told what is active already. */
async function subscribe(): Promise<Message> {
  const megan = world().person('admin');
  await megan.say('subscribe');
  return until('the form is there', async () =>
    (await megan.messages()).findLast(({ card }) => wordsIn(card).includes('This conversation now gets alerts')),
  );
}

it('is told where it is subscribed, and every copy shows who contained the user', { timeout: 90_000 }, async () => {
  const megan = world().person('admin');
  await subscribe();
  await raiseRisk(world(), 'Nestor Wilke');
  const [inSoc, inPrivate] = [await toldOf('Nestor Wilke', 'soc'), await toldOf('Nestor Wilke', 'personal')];
  expect(inSoc.activity.summary).toMatch(/^High risk: Nestor Wilke \(nestor\.wilke@contoso\.com\) in Contoso\. /);
  const adele = world().person('responder', 'soc');
  const confirm = await adele.press(inSoc, 'contain.preview');
  const result = await adele.press(confirm, 'contain.execute', {}, inputs);
  expect(wordsIn(result.card)).toContain('Contained: nestor.wilke@contoso.com');
  const contained = ({ card }: Message) => /Contained by Adele Vance at/.test(wordsIn(card));
  const shown = [
    await adele.shows(inSoc.activityId, 'contained', contained),
    await megan.shows(inPrivate.activityId, 'contained', contained),
  ];
  for (const { card } of shown) expect(verbsIn(card)).toContain('release.preview');
  const replies = await until('the thread tells of it', async () => {
    const all = (await world().control('GET', 'messages?conversation=soc')).body.messages;
    const under = all.filter(({ replyToId }: { replyToId: string }) => replyToId === inSoc.activityId);
    return under.length > 0 && under;
  });
  expect(replies.map(({ activity }: Message) => activity.summary).join()).toContain('Contained by Adele Vance');
  await megan.say('unsubscribe');
});

it('lets one of two people who press at once take it, and tells the other who did', { timeout: 60_000 }, async () => {
  await raiseRisk(world(), 'Miriam Graham');
  const posted = await toldOf('Miriam Graham', 'soc');
  const [adele, megan] = [world().person('responder', 'soc'), world().person('admin', 'soc')];
  const answers = await Promise.all([adele, megan].map((person) => person.press(posted, 'alert.ack')));
  const taken = answers.filter(({ card }) => card);
  const told = answers.filter(({ code }) => code === 'precondition_failed');
  expect([taken.length, told.length]).toEqual([1, 1]);
  const winner = answers[0]?.card ? 'Adele Vance' : 'Megan Bowen';
  expect(told[0]?.message).toMatch(new RegExp(`^${winner} already took this at .* UTC\\.$`));
  await adele.shows(posted.activityId, 'who took it', ({ card }) =>
    wordsIn(card).includes(`Acknowledged by ${winner}`),
  );
});

it('takes no acknowledgement of who may only read', { timeout: 60_000 }, async () => {
  await raiseRisk(world(), 'Raul Razo');
  const posted = await toldOf('Raul Razo', 'soc');
  const viewer = world().person('viewer', 'soc');
  for (const verb of ['alert.ack', 'alert.snooze.preview', 'alert.snooze.execute', 'alert.dismiss.preview']) {
    const { data } = { data: JSON.parse(JSON.stringify(posted.card.refresh.action.data)) };
    const more = verb.endsWith('execute') ? { hours: '8', reason: 'not now, please' } : {};
    expect(await viewer.send(posted.activityId, verb, { ...data, ...more })).toMatchObject({ code: 'not_allowed' });
  }
  expect(wordsIn((await viewer.message(posted.activityId)).card)).toContain('OPEN');
});

it('is quiet while it is snoozed, and lists it there', { timeout: 60_000 }, async () => {
  await raiseRisk(world(), 'Irvin Sayers');
  const posted = await toldOf('Irvin Sayers', 'soc');
  const adele = world().person('responder', 'soc');
  const form = await adele.press(posted, 'alert.snooze.preview');
  const unfilled = await adele.press(form, 'alert.snooze.execute', {}, { hours: '8' });
  expect(unfilled).toMatchObject({ code: 'invalid_request', message: 'Give a reason of at least 5 characters.' });
  const answer = await adele.press(
    form,
    'alert.snooze.execute',
    {},
    { hours: '8', reason: 'On a plane until tonight' },
  );
  expect(wordsIn(answer.card)).toContain('Snoozed by Adele Vance until');
  expect(wordsIn((await adele.say('alerts snoozed')).card)).toContain('High risk: Irvin Sayers');
});

it('keeps what the form says', { timeout: 60_000 }, async () => {
  const megan = world().person('admin');
  const form = await subscribe();
  const stopped = await megan.send(form.activityId, 'digest.stop', { v: 1 });
  expect(JSON.stringify(stopped.card)).toContain('no daily digest');
  const filled = { quietFrom: '22:00', quietTo: '07:00', zone: 'Europe/Berlin', digestAt: '', riskyUsers: 'high' };
  const wrong = await megan.press(
    form,
    'subscription.save',
    {},
    { ...filled, connections: 'conn_demo', zone: 'Mars/Base' },
  );
  expect(wrong).toMatchObject({ code: 'invalid_request', message: expect.stringMatching(/^Time zone: /) });
  const saved = await megan.press(form, 'subscription.save', {}, { ...filled, connections: 'conn_demo' });
  expect(JSON.stringify(saved.card)).toContain('no daily digest · quiet 22:00–07:00 · Europe/Berlin');
  const listed = await megan.say('subscriptions');
  expect(wordsIn(listed.card)).toMatch(/1:1 chat · Contoso\n.*risky users \(high\)/);
  expect(JSON.stringify((await megan.say('unsubscribe')).card)).toContain('Unsubscribed');
});
