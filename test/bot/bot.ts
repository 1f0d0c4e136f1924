import { type ActivityRequest, createAdapter } from '../../src/bot/adapter.ts';
import { createConnector } from '../../src/bot/connector.ts';
import { createConnectorToken } from '../../src/bot/connector-token.ts';
import type { Search, SearchAnswer } from '../../src/bot/search.ts';
import { createSigningKeys } from '../../src/bot/signing-keys.ts';
import type { InvokeAnswer, Press, Turn, TurnHandlers } from '../../src/bot/turn.ts';
import { simulatedCloud } from '../../src/core/clouds.ts';
import { appId, homeTenant, signToken, type World } from './world.ts';

export type Told = {
  kind: 'message' | 'press' | 'search' | 'installed' | 'removed';
  turn: Turn;
  press?: Press;
  search?: Search;
};

type BotOptions = { handlers?: Partial<TurnHandlers>; pressDeadlineMs?: number; keysTimeoutMs?: number };

/** The whole channel end of the bot, against a world, with handlers that write down what they are told. */
export function startBot(world: World, options: BotOptions = {}) {
  const told: Told[] = [];
  const logged: unknown[] = [];
  const clock = { ms: Date.UTC(2026, 0, 1) };
  const now = () => clock.ms;
  const cloud = simulatedCloud(world.url);
  const keys = createSigningKeys({ metadataUrl: cloud.metadataUrl, now, timeoutMs: options.keysTimeoutMs });
  const credential = { secret: 'the-bot-secret' };
  const token = createConnectorToken({ cloud, appId, tenant: 'botframework.com', credential, now });
  const connector = createConnector({ cloud, token, now });
  const note = (kind: Told['kind']) => async (turn: Turn) => void told.push({ kind, turn });
  const handlers: TurnHandlers = {
    onMessage: note('message'),
    onInstalled: note('installed'),
    onRemoved: note('removed'),
    async onPress(turn, press): Promise<InvokeAnswer> {
      told.push({ kind: 'press', turn, press });
      return { kind: 'message', text: 'pressed' };
    },
    async onSearch(turn, search): Promise<SearchAnswer> {
      told.push({ kind: 'search', turn, search });
      return { kind: 'message', text: 'searched' };
    },
  };
  const write = (...line: unknown[]) => void logged.push(line);
  const handleActivity = createAdapter({
    trust: { appId, cloud, tenants: new Set([homeTenant]), keys, now },
    connector,
    handlers: { ...handlers, ...options.handlers },
    log: { info: write, error: write },
    pressDeadlineMs: options.pressDeadlineMs,
  });

  return {
    clock,
    told,
    logged,
    keys,
    connector,
    handleActivity: (request: ActivityRequest) => handleActivity(request),
    /** Posts an activity with the token that Teams would send with it. */
    async post(body: unknown, changes?: Parameters<typeof signToken>[2]) {
      const authorization = `Bearer ${await signToken(world, clock.ms, changes)}`;
      return handleActivity({ headers: { authorization }, body });
    },
  };
}

export type Bot = ReturnType<typeof startBot>;
