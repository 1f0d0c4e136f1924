import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnector } from '../../src/bot/connector.ts';
import { isServiceUrl } from '../../src/bot/service-url.ts';
import { clouds, simulatedCloud } from '../../src/core/clouds.ts';
import { startBot } from './bot.ts';
import { messageOf, startWorld, type World } from './world.ts';

it.each([
  'https://smba.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net/amer/11111111-1111-4111-8111-111111111111/',
  'https://smba.trafficmanager.net',
  'https://smba.trafficmanager.net/emea',
  'https://smba.infra.gcc.teams.microsoft.com/teams',
])('takes %s for the connector', (url) => {
  expect(isServiceUrl(clouds.global, url)).toBe(true);
});

/** Ways to write a URL that is, or looks like, the connector's while it leads to `evil`. */
function tricks(good: string, evil: string): string[] {
  const { protocol, host, hostname } = new URL(good);
  const glued = [...'@.#?\\:;,!$&*+=|^`~%"\'<>()[]{} \t\n\r\0'].flatMap((glue) => [
    `${protocol}//${host}${glue}${evil}/`,
    `${protocol}//${evil}${glue}${host}/`,
    `${protocol}//user${glue}${host}@${evil}/`,
    `${protocol}//${evil}/${glue}${host}/`,
  ]);
  const encoded = ['%2e', '%40', '%2f', '%5c', '%00', '%0d%0a', '%23', '%3f', '。', '․', '／', '＠'].flatMap((glue) => [
    `${protocol}//${host}${glue}${evil}/`,
    `${protocol}//${evil}${glue}${host}/`,
  ]);
  const schemes = ['http:', 'https:', 'ftp:', 'ws:', 'wss:', 'file:', 'data:', 'javascript:', 'blob:', ''];
  const written = schemes.flatMap((scheme) => [`${scheme}//${evil}/`, `${scheme}${evil}`, `${scheme}\\\\${evil}\\`]);
  const paths = ['/..', '/../', '/./', '/%2e%2e/', '/a/../', '/\\', '/a b', '/é', '?x', '?', '#', '#x', '/?x', '/#x'];
  const spelled = [
    `${protocol}//${host.toUpperCase()}x/`,
    `${protocol}//${hostname}.:443/`,
    `${protocol}//${hostname}:1/`,
    `${protocol}//user@${host}/`,
    `${protocol}//:pw@${host}/`,
    `${protocol}//@${host}/`,
    `${protocol}/${host}/`,
    `${protocol}///${host}/`,
    `${protocol}${host}/`,
    ` ${good}`,
    `${good} `,
    `\t${good}`,
    `${good}\n`,
    `x${good}`,
    good.replace(protocol, protocol.toUpperCase()),
    `${protocol}//sub.${host}/`,
    `${protocol}//${host}.${evil}/`,
    `${protocol}//${evil}`,
    '',
    'null',
  ];
  return [...glued, ...encoded, ...written, ...paths.map((path) => good.replace(/\/$/, path)), ...spelled];
}

describe('a service URL with a trick', () => {
  let world: World;
  let evil: World;

  beforeAll(async () => {
    world = await startWorld();
    evil = await startWorld();
  });
  afterAll(() => Promise.all([world.close(), evil.close()]));

  it('is none of the global cloud’s', () => {
    const urls = tricks('https://smba.trafficmanager.net/teams/', 'evil.example');
    expect(urls.length).toBeGreaterThanOrEqual(200);
    expect(urls.filter((url) => isServiceUrl(clouds.global, url))).toEqual([]);
  });

  it('runs no turn, though the token carries the same', async () => {
    const bot = startBot(world);
    for (const serviceUrl of tricks(`${world.url}/`, new URL(evil.url).host)) {
      const answer = await bot.post(messageOf(world, { serviceUrl }), { claims: { serviceurl: serviceUrl } });
      expect(answer, serviceUrl).toEqual({ status: 401, body: 'Unauthorized' });
    }
    expect(bot.told).toEqual([]);
  });

  it('in a stored reference makes no connection and asks for no token', async () => {
    let tokens = 0;
    const token = async () => {
      tokens += 1;
      return 'secret';
    };
    const connector = createConnector({ cloud: simulatedCloud(world.url), token, now: Date.now });
    for (const serviceUrl of tricks(`${world.url}/`, new URL(evil.url).host)) {
      const place = { serviceUrl, botId: 'b', tenantId: 't' };
      const answers = await Promise.all([
        connector.sendActivity({ ...place, conversationId: 'c' }, { type: 'message' }),
        connector.updateActivity({ ...place, conversationId: 'c' }, 'a', { type: 'message' }),
        connector.createConversation({ ...place, userId: 'u' }),
      ]);
      expect(answers, serviceUrl).toEqual(Array(3).fill({ kind: 'failed' }));
    }
    expect([tokens, evil.received, world.at('/v3/')]).toEqual([0, [], []]);
  });
});
