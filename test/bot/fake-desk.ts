import type { Desk } from '../../src/bot/desk.ts';
import { turnHandlers } from '../../src/bot/handlers.ts';
import type { OutgoingActivity, Turn } from '../../src/bot/turn.ts';
import type { ShownCard } from '../../src/core/chat.ts';
import { chatDoor } from '../../src/core/chat-door.ts';
import { postureReader } from '../../src/core/posture.ts';
import { homeTenant, organization } from '../core/fakes/access.ts';
import { coreWorld, hardener, soc } from '../core/fakes/world.ts';

const conversation = { id: soc.conversation ?? '', type: 'channel', tenantId: homeTenant } as const;

export type FakeDesk = ReturnType<typeof fakeDesk>;

/** The bot's handlers on core with fake ports, in a conversation where the hardener is. `other` replaces ports. */
export function fakeDesk(other: Partial<Desk> = {}) {
  const world = coreWorld();
  const sent: OutgoingActivity[] = [];
  const shown: ShownCard[] = [];
  const refreshed: { card: ShownCard; op?: string }[] = [];
  const desk = {
    ...world,
    readPosture: postureReader(world),
    door: chatDoor(world.journal),
    rolesOf: world.access.rolesOf,
    standingOf: async () => 'member',
    organizationOf: () => organization,
    conversations: {
      remember: async (seen: object) => ({ ...seen, approved: true, operators: false, isNew: false }),
    },
    shown: {
      remember: async (card: ShownCard) => void shown.push(card),
      find: async (_conversation: string, id: string) => shown.findLast(({ activityId }) => activityId === id),
    },
    outbox: { refresh: async (card: ShownCard, op?: string) => void refreshed.push({ card, ...(op && { op }) }) },
    ...other,
  } as unknown as Desk;

  const turn: Turn = {
    ...{ activityId: 'pressed', conversation, botId: '28:bot', text: '', serviceUrl: 'https://x', replyToId: 'card' },
    from: { id: '29:hardener', aadObjectId: hardener.oid, name: hardener.name },
    send: async (activity) => ({ activityId: String(sent.push(activity)) }),
    typing: async () => undefined,
  };
  const handlers = turnHandlers(desk);
  return {
    ...{ world, desk, shown, refreshed, sent },
    press: (verb: string, data: object = {}, trigger: 'manual' | 'automatic' = 'manual') =>
      handlers.onPress(turn, { verb, data: { v: 1, ...data }, trigger }),
    async say(text: string, from: Partial<Turn['from']> = {}): Promise<string> {
      await handlers.onMessage({ ...turn, text, from: { ...turn.from, ...from } });
      return sent.at(-1)?.summary ?? '';
    },
  };
}
