import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttons } from '../../src/bot/buttons.ts';
import { commands } from '../../src/bot/commands.ts';
import { openStore } from '../../src/store/open.ts';
import { call } from './call.ts';
import { elementsOf } from './cards.ts';
import { buttonNames, type Cell, cellsFor, commandNames, isAllowed } from './role-matrix.ts';
import { createWorld, type World } from './world.ts';

const group = '0b5c8a57-52c6-4f0f-9f52-6f1d6b0b8e01';
const otherGroup = '0b5c8a57-52c6-4f0f-9f52-6f1d6b0b8e02';
const ids = {
  member: 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b06',
  guest: 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b07',
  outsider: 'd7e8f901-2a3b-4c5d-8e6f-708192a3b401',
};

/** A guest and a stranger on the lists, a member by group, and a viewer in no group that is listed. */
const listed = {
  ADMINS: `${ids.guest},${ids.outsider}`,
  HARDENERS: `group:${group}`,
  APPROVERS: `group:${otherGroup}`,
};

let world: World;
let op: string;

beforeAll(async () => {
  world = await createWorld({ env: listed, before: joinGroup });
  const { card } = await world.person('hardener', 'soc').say('harden user_app_registration');
  op = /op_[0-9a-z]{26}/.exec(JSON.stringify(card))?.[0] ?? '';
});
afterAll(() => world.close());

async function joinGroup({ documents, load }: Pick<World, 'documents' | 'load'>) {
  const groups = (await documents())['/groups'];
  const ours = [group, otherGroup].map((id) => ({ id, displayName: id, securityEnabled: true }));
  await load({
    '/groups': [...groups, ...ours],
    [`/groups/${group}/members`]: [{ id: ids.member }],
    [`/groups/${otherGroup}/members`]: [],
  });
}

type Answer = 'denied' | 'allowed' | '401';

/** Asks as Teams would. A refusal for another reason than who asks counts as allowed. */
async function ask(as: string, conversation: string, cell: Cell): Promise<Answer> {
  const said = 'text' in cell ? { text: cell.text } : { press: { activityId: '1', verb: cell.verb, data: cell.data } };
  const { body } = await call('POST', `${world.url}/_simulator/chat`, { as, conversation, ...said });
  if (body.status === 401) return '401';
  if ('verb' in cell) {
    const code = body.body.value?.code;
    return code === 'not_allowed' || code === cell.refusedAs ? 'denied' : 'allowed';
  }
  const { messages } = (await world.control('GET', `messages?conversation=${conversation}&as=${as}`)).body;
  const { content } = messages.at(-1).activity.attachments[0];
  const heading = elementsOf(content).find(({ style }) => style === 'heading');
  return ['Not allowed', 'No role yet'].includes(heading?.text) ? 'denied' : 'allowed';
}

/** Requests to Graph, without the one that finds out who somebody is. */
async function requestsForData() {
  const requests = await world.graphRequests();
  return requests
    .filter(({ path }) => !path.includes('checkMemberGroups'))
    .map(({ method, path }) => `${method} ${path}`);
}

async function answersOf(as: string, conversation: string, cells: readonly Cell[]) {
  const answers: Record<string, Answer> = {};
  for (const cell of cells) answers[cell.name] = await ask(as, conversation, cell);
  return answers;
}

async function denialsOf(name: string): Promise<readonly string[]> {
  const store = await openStore({ kind: 'embedded', directory: world.product.directory }, { instance: 'test' });
  const rows = await store.readJournal('org_default', 0);
  await store.close();
  const denials = rows.filter(({ type }) => type === 'denied').map(({ bytes }) => JSON.parse(bytes));
  return denials.filter(({ actor }) => actor.name === name).map(({ detail }) => `${detail.verb}: ${detail.why}`);
}

/** The hardener asked for the operation that others press. */
const people: readonly { who: string; as: string; roles: readonly string[]; conversation?: string }[] = [
  { who: 'an admin', as: 'admin', roles: ['admin'] },
  { who: 'a responder', as: 'responder', roles: ['responder'] },
  { who: 'a hardener', as: 'hardener', roles: ['hardener', 'owner'] },
  { who: 'an approver', as: 'approver', roles: ['approver'] },
  { who: 'a viewer, in no listed group', as: 'viewer', roles: ['viewer'] },
  { who: 'a hardener by group', as: 'member', roles: ['hardener'] },
  { who: 'a viewer in an approved channel', as: 'viewer', roles: ['viewer'], conversation: 'soc' },
];

describe('every verb', () => {
  it('has its row', () => {
    expect(commandNames.toSorted()).toEqual(commands.map(({ words }) => words[0]).toSorted());
    expect(buttonNames.toSorted()).toEqual(buttons.map(({ verb }) => verb).toSorted());
  });

  it.each(people)('is there for $who as the table says', async ({ as, roles, conversation = 'personal' }) => {
    const cells = cellsFor(op);
    const denied = cells.filter((cell) => !isAllowed(cell, roles));
    await world.forgetRequests();
    const refused = await answersOf(as, conversation, denied);
    expect(refused).toEqual(Object.fromEntries(denied.map(({ name }) => [name, expect.stringMatching(/^denied$/)])));
    expect(await requestsForData()).toEqual([]);
    const rest = cells.filter((cell) => isAllowed(cell, roles) && cell.name !== 'approve');
    expect(await answersOf(as, conversation, rest)).toEqual(
      Object.fromEntries(rest.map(({ name }) => [name, 'allowed'])),
    );
  });
});

describe('nothing', () => {
  async function deniedThroughout(as: string, conversation: string, but: readonly string[] = []) {
    const cells = cellsFor(op).filter(({ name }) => !but.includes(name));
    await world.forgetRequests();
    const answers = await answersOf(as, conversation, cells);
    expect(new Set(Object.values(answers)), JSON.stringify(answers)).toEqual(new Set(['denied']));
    expect(await requestsForData()).toEqual([]);
  }

  it('is there for a guest, though on the list of admins', async () => {
    await deniedThroughout('guest', 'personal');
    await deniedThroughout('guest', 'soc');
    expect(new Set(await denialsOf('Robin Kline'))).toEqual(new Set(['chat: standing_guest']));
  });

  it('is there for a person of another tenant, though on the list of admins', async () => {
    await world.forgetRequests();
    const answers = await answersOf('outsider', 'personal', cellsFor(op));
    expect(new Set(Object.values(answers))).toEqual(new Set(['401']));
    expect(await requestsForData()).toEqual([]);
  });

  it('that shows tenant data is there in a conversation nobody approved, for nobody', async () => {
    const open = ['help', 'whoami', 'approve'];
    for (const as of ['admin', 'hardener']) await deniedThroughout(as, 'random', open);
    expect(new Set(await denialsOf('Megan Bowen'))).toContain('chat: not_approved');
  });
});
