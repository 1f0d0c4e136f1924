import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../src/simulator/start.ts';
import { botAppId, clientSecret, fabrikamTenantId, graphAppId } from '../../src/simulator/world/people.ts';
import { pemFile, pemOf } from '../certificates.ts';
import { newKeyText } from '../store/checkpoints/place.ts';
import { call } from './call.ts';
import { elementsOf } from './cards.ts';
import { bulwark, type Running, runProduct } from './processes.ts';
import { restClient } from './product.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';

type Scene = { world: SimulatedWorld; product: Running; env: Record<string, string>; said: string[] };

const people = (letter: string) => `a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b0${letter}`;
const policyKey = 'user_app_registration';

const timeout = 180_000;

it('the secrets of an installation stand in no log, card, answer or file, whatever happens', { timeout }, async () => {
  const checkpointKey = newKeyText();
  const scene = await open(checkpointKey);
  const apiKey = (await bulwark(scene.env, 'keys create --scopes policies:read,policies:write')).split('\n')[0] ?? '';
  await bulwark(scene.env, `connections add --tenant ${scene.env['BOT_TENANT_ID']} --name Contoso`);
  await useRest(scene, apiKey);
  await useChat(scene);
  const state = await useConsent(scene);
  await failOutside(scene, apiKey);
  await scene.product.end('SIGTERM');

  const secrets = {
    clientSecret,
    apiKey,
    state,
    checkpointKey: checkpointKey.split('\n')[1] ?? '',
    certificateKey: pemOf('key').split('\n')[1] ?? '',
  };
  const messages = JSON.stringify((await scene.world.control('GET', 'messages?conversation=soc')).body);
  const chats = JSON.stringify((await scene.world.control('GET', 'messages?conversation=personal')).body);
  const places = {
    log: scene.product.logged(),
    answers: scene.said.join('\n'),
    cards: messages + chats,
    files: await contentsOf(scene.env['DATA_DIR'] ?? ''),
  };
  expect(places.log).toContain('"level":');
  expect(places.files.length).toBeGreaterThan(50_000);
  expect(chats).toContain('fabrikam.com');
  expect(hits(places, secrets)).toEqual([]);
});

/** As each is, and as it would look when somebody encoded it. */
function hits(places: Record<string, string>, secrets: Record<string, string>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    expect(secret.length, name).toBeGreaterThan(15);
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('hex'),
      encodeURIComponent(secret),
    ];
    return Object.entries(places)
      .filter(([, text]) => forms.some((form) => text.includes(form)))
      .map(([place]) => `${name} in ${place}`);
  });
}

/** A product with real kinds of credentials, in front of the simulated Microsoft. */
async function open(checkpointKey: string): Promise<Scene> {
  const simulator = await startSimulator({ port: 0 });
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-secrets-'));
  onTestFinished(async () => {
    await simulator.close();
    await rm(directory, { recursive: true, force: true });
  });
  const certificate = join(directory, 'graph.pem');
  await writeFile(certificate, pemFile, { mode: 0o600 });
  const env = {
    SIMULATOR_URL: simulator.url,
    DATA_DIR: join(directory, 'data'),
    BOT_ID: botAppId,
    BOT_TENANT_ID: simulator.homeTenantId,
    SECRET_BOT_PASSWORD: clientSecret,
    GRAPH_CLIENT_ID: graphAppId,
    GRAPH_CERTIFICATE_PATH: certificate,
    CHECKPOINT_KEY: Buffer.from(checkpointKey).toString('base64'),
    PUBLIC_URL: 'http://127.0.0.1:9',
    PROTECTED: 'none',
    ADMINS: people('1'),
    HARDENERS: people('3'),
    LOG_LEVEL: 'trace',
    READ_CACHE_S: '0',
    GRAPH_PAUSE_S: '0',
  };
  const product = await runProduct(env);
  const world = simulatedWorld(simulator.url);
  await world.control('POST', 'bots', { url: `${product.said['rest']}/api/messages` });
  return { world, product, env, said: [] };
}

async function useRest({ product, said }: Scene, apiKey: string): Promise<void> {
  const url = product.said['rest'] ?? '';
  const { rest, toggle } = restClient(url, apiKey);
  const done = await toggle({ key: policyKey });
  expect(done.body.data).toMatchObject({ applied: true, verified: true });
  const replies = [
    done,
    await rest('GET', '/tenants/me/policies'),
    await toggle({ key: policyKey, extra: clientSecret }),
    await toggle({ key: apiKey }),
    await rest('GET', '/tenants/me/threats'),
    await call('GET', `${url}/tenants/me/policies`, undefined, { authorization: `Bearer ${apiKey}x` }),
    await call('POST', `${url}/api/messages`, { type: 'message' }, { authorization: `Bearer ${clientSecret}` }),
  ];
  // What the caller itself sent may come back to it; the log must not have it all the same.
  said.push(...replies.map(({ text }) => text));
}

async function useChat({ world }: Scene): Promise<void> {
  const hardener = world.person('hardener');
  const confirm = await hardener.say('harden guest_invites');
  const answer = await hardener.press(confirm, 'harden.execute');
  expect(JSON.stringify(answer.card)).toContain('Hardened');
  for (const text of ['posture', 'audit', 'whoami', 'harden nothing']) await hardener.say(text);
  await world.person('admin', 'soc').say('approve operators');
  await world.person('admin').say('status');
}

/** A whole round, and what a stranger sends: the secret of the link. */
async function useConsent({ world, product, said }: Scene): Promise<string> {
  const admin = world.person('admin');
  const { activityId, card } = await admin.say('connect fabrikam.com');
  const link = elementsOf(card).find(({ type }) => type === 'Action.OpenUrl')?.url ?? '';
  const state = new URL(link).searchParams.get('state') ?? '';
  const callback = new URL('/connect/callback', product.said['rest']);
  for (const [tenant, secret] of [
    [fabrikamTenantId, `${state}0`],
    [fabrikamTenantId, state],
    [fabrikamTenantId, state],
  ]) {
    callback.search = String(new URLSearchParams({ admin_consent: 'True', tenant: tenant ?? '', state: secret ?? '' }));
    const page = await fetch(callback);
    said.push(await page.text(), JSON.stringify([...page.headers]));
  }
  // Only the card of whoever asked ever had the link, and no longer than it works.
  await admin.shows(activityId, 'no link', (message) => !JSON.stringify(message.card).includes(state));
  return state;
}

/** Refused tokens, Graph errors and a connector that is down: what errors are made of. */
async function failOutside({ world, product, said }: Scene, apiKey: string): Promise<void> {
  const { rest, toggle } = restClient(product.said['rest'] ?? '', apiKey);
  const error = { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' };
  await world.fault(
    { path: '/oauth2/v2.0/token', status: 401, body: error, times: 4 },
    { path: '^/policies/', status: 401, body: { error: { code: 'InvalidAuthenticationToken' } }, times: 6 },
    { method: 'POST', path: '^/v3/conversations', status: 503, times: 1 },
  );
  said.push((await rest('GET', '/tenants/me/policies', undefined, { 'cache-control': 'no-cache' })).text);
  said.push((await toggle({ key: 'user_tenant_creation' })).text);
  await world
    .person('hardener')
    .say('posture')
    .catch(() => undefined);
  await world.clearFaults();
}

async function contentsOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))).join('\n');
}
