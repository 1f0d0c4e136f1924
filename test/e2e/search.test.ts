import { describe, expect, it } from 'vitest';
import type { Json } from './call.ts';
import { buttonsIn, wordsIn } from './cards.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const risks = '/identityProtection/riskyUsers';

async function chat(body: Json): Promise<Json> {
  const reply = await world().control('POST', 'chat', { conversation: 'personal', ...body });
  expect(reply.body.status).toBe(200);
  return reply.body.body.composeExtension;
}
const query = (as: string, typed = '', conversation = 'personal') => chat({ as, conversation, query: typed });
const names = ({ attachments }: Json) => attachments.map(({ preview }: Json) => preview.content.title);
const pickOf = ({ attachments: [first] }: Json) => first.preview.content.tap.value;

describe('the search of the compose box', () => {
  it('lists the users at risk, worst first, before anything is typed', async () => {
    const answer = await query('viewer');
    expect([answer.type, answer.attachmentLayout]).toEqual(['result', 'list']);
    expect(names(answer)[0]).toBe('Alex Wilber');
    const levels = answer.attachments.map(({ preview }: Json) => preview.content.text.split(' · ')[0]);
    expect(levels).toEqual(levels.toSorted((a: string, b: string) => rank(a) - rank(b)));
    expect(answer.attachments[0].preview.content.text).toMatch(/^High · at risk · alex\.wilber@contoso\.com · Contoso/);
  });

  it('finds by name, by sign-in name and by level', async () => {
    expect(names(await query('viewer', 'wilb'))).toEqual(['Alex Wilber']);
    expect(names(await query('viewer', 'ALEX.WILBER@'))).toEqual(['Alex Wilber']);
    expect(names(await query('viewer', 'high'))).toContain('Alex Wilber');
    const none = await query('viewer', 'nobody of that name');
    expect(none).toMatchObject({ type: 'message', text: expect.stringContaining('matches "nobody of that name"') });
  });

  it.each(['../../policies', "' or 1 eq 1", '$filter=x', '%2e%2e/users', '${danger}', '<at>all</at>', '\u202e\u0000'])(
    'never sends Microsoft what is typed: %j',
    async (typed) => {
      await query('viewer');
      const answer = await query('viewer', typed);
      expect(answer.type).toBe('message');
      expect(answer.text).not.toMatch(/\$\{|<at>|\p{Cc}|\p{Cf}/u);
      const asked = (await world().graphRequests()).map(({ path, body }) => JSON.stringify([path, body]));
      expect(asked.filter((one) => one.includes(typed))).toEqual([]);
    },
  );

  it.each([
    ['member', 'personal', /You have no Bulwark role yet/],
    ['guest', 'personal', /not with guests/],
    ['member', 'soc', /You need the viewer role/],
    ['viewer', 'random', /not approved for tenant data/],
  ])('tells a %s in %s why there is nothing, without a Graph call', async (as, conversation, words) => {
    await world().forgetRequests();
    expect(await query(as, 'alex', conversation)).toEqual({ type: 'message', text: expect.stringMatching(words) });
    const insert = { v: 1, user: 'alex.wilber@contoso.com' };
    expect(await chat({ as, conversation, insert })).toEqual({ type: 'message', text: expect.stringMatching(words) });
    expect(await world().graphRequests()).toEqual([]);
  });

  it('does not answer a person of another tenant', async () => {
    const { body } = await world().control('POST', 'chat', { as: 'outsider', conversation: 'personal', query: '' });
    expect(body.status).toBe(401);
  });

  it.each([
    [{ status: 403, body: { error: { code: 'UnknownError', message: '' } } }, 'needs consent'],
    [{ status: 403, body: { error: { code: 'Forbidden', message: 'Your tenant is not licensed.' } } }, 'not licensed'],
  ])('never takes what could not be read for nobody: %j', async (fault, words) => {
    await world().fault({ path: `^${risks}`, ...fault });
    const text = expect.stringMatching(`^Who is at risk is not known: .*${words}`);
    expect(await query('viewer', 'alex')).toEqual({ type: 'message', text });
  });

  it('says so when Microsoft is too slow for Teams', { timeout: 30_000 }, async () => {
    await world().fault({ path: `^${risks}`, delayMs: 6_000 });
    expect(await query('viewer')).toEqual({ type: 'message', text: expect.stringContaining('slow to answer') });
  });

  it('keeps what a tenant’s user calls himself inert', async () => {
    const displayName = '<at>all</at> [x](https://evil) ${x} \u202e<b>bold';
    const facts = { userPrincipalName: 'evil@contoso.com', userDisplayName: displayName, riskState: 'atRisk' };
    await world().control('POST', 'signals', { kind: 'riskyUser', ...facts, riskLevel: 'high' });
    const text = JSON.stringify(await query('viewer', 'evil'));
    expect(text).toContain('evil');
    expect(text).not.toMatch(/<at>|<b>|\]\(|\$\{|\u202e/);
  });
});

describe('a find that is inserted', () => {
  it('is the user card, with buttons that are checked at the press', async () => {
    const insert = pickOf(await query('responder', 'alex', 'soc'));
    const { type, attachments } = await chat({ as: 'responder', conversation: 'soc', insert });
    expect([type, attachments.length]).toEqual(['result', 1]);
    const [{ content, preview }] = attachments;
    expect(wordsIn(content)).toContain('Alex Wilber');
    expect(preview.content.title).toContain('Alex Wilber');
    const button = buttonsIn(content).find(({ verb }) => verb === 'contain.preview');
    const activityId = await insertedIn('soc');
    const viewer = await world().person('viewer', 'soc').send(activityId, 'contain.preview', button!.data);
    expect([viewer.statusCode, viewer.code]).toEqual([400, 'not_allowed']);
    const responder = await world().person('responder', 'soc').send(activityId, 'contain.preview', button!.data);
    expect(wordsIn(responder.card)).toContain('Contain');
    expect(await world().graphWrites()).toEqual([]);
  });

  it('leads to a containment from there', async () => {
    const insert = pickOf(await query('responder', 'alex', 'soc'));
    const { attachments } = await chat({ as: 'responder', conversation: 'soc', insert });
    const responder = world().person('responder', 'soc');
    const shown = { activityId: await insertedIn('soc'), card: attachments[0].content };
    const confirm = await responder.press(shown, 'contain.preview');
    const done = await responder.press(confirm, 'contain.execute', {}, { reason: 'Leaked password', checked: 'true' });
    expect(wordsIn(done.card)).toMatch(/Contained/);
    expect(await world().graphWrites()).toHaveLength(2);
  });

  it('shows a viewer no button that would not work', async () => {
    const insert = pickOf(await query('viewer', 'alex'));
    const { attachments } = await chat({ as: 'viewer', insert });
    expect(buttonsIn(attachments[0].content).map(({ verb }) => verb)).not.toContain('contain.preview');
  });

  it('is not taken for a word to the bot', async () => {
    await world().person('viewer').say('help');
    const before = (await world().person('viewer').messages()).length;
    await chat({ as: 'viewer', insert: pickOf(await query('viewer', 'alex')) });
    expect(await world().person('viewer').messages()).toHaveLength(before);
  });
});

function rank(level: string): number {
  return ['High', 'Medium', 'Low'].indexOf(level);
}

/** The newest message in a channel that a person wrote. */
async function insertedIn(conversation: string): Promise<string> {
  const feed = await fetch(`${world().url}/_chat/messages?as=viewer&conversation=${conversation}`);
  const { messages } = (await feed.json()) as Json;
  return messages.findLast(({ from }: Json) => !from.bot).activityId;
}
