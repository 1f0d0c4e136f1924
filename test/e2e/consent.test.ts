import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, launchBrowser } from '../browser.ts';
import type { Json } from './call.ts';
import { elementsOf, verbsIn, wordsIn } from './cards.ts';
import { until } from './until.ts';
import { openWorld, useWorld } from './world.ts';

const world = useWorld();
const missingRole = { error: { code: 'Authorization_RequestDenied', message: 'Missing application roles.' } };

const linkIn = (card: Json): string => elementsOf(card).find(({ type }) => type === 'Action.OpenUrl')?.url ?? '';

async function ask(text = 'connect fabrikam.com') {
  const admin = world().person('admin');
  const message = await admin.say(text);
  const shows = (words: string) =>
    admin.shows(message.activityId, words, ({ card }) => wordsIn(card).includes(words)).then(({ card }) => card);
  return { admin, message, link: linkIn(message.card), shows };
}

describeInBrowser('consent in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  async function visit<T>(url: string, look: (page: Page) => Promise<T>): Promise<T> {
    const page = await browser.newPage();
    try {
      await page.goto(url);
      return await look(page);
    } finally {
      await page.close();
    }
  }

  const heading = (page: Page) => page.locator('h1').innerText();

  async function decide(link: string, button: 'Accept' | 'Cancel') {
    return visit(link, async (page) => {
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL(/\/connect\/callback/);
      return { heading: await heading(page), url: page.url() };
    });
  }

  it('is refused, and the card says so', async () => {
    const { link, shows } = await ask();
    expect((await decide(link, 'Cancel')).heading).toBe('Consent was not granted');
    const card = await shows('Nothing was connected.');
    expect(verbsIn(card)).toEqual(['connect.start']);
  });

  it('connects the tenant, and the link has done its work', async () => {
    const { link, shows } = await ask();
    const { heading: title, url } = await decide(link, 'Accept');
    expect(title).toBe('Thank you');
    const card = await shows('Connected: ');
    expect(verbsIn(card)).toEqual(['posture.show']);
    expect(await visit(url, heading)).toBe('This link was used before');
    expect(wordsIn(await shows('Connected: '))).toContain('fix what you confirm');
  });

  it('of another tenant than the one asked for connects nothing', async () => {
    const { link, shows } = await ask('connect');
    const back = new URL(new URL(link).searchParams.get('redirect_uri') ?? '');
    const state = new URL(link).searchParams.get('state') ?? '';
    const tenant = '5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58';
    back.search = String(new URLSearchParams({ admin_consent: 'True', tenant, state }));
    expect(await visit(back.href, heading)).toBe('That was another tenant');
    await shows('Another tenant answered');
  });

  it('with a forged state is nobody’s, and leaves the real link as it is', async () => {
    const { link } = await ask();
    const back = new URL(new URL(link).searchParams.get('redirect_uri') ?? '');
    back.search = '?admin_consent=True&tenant=5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58&state=forged';
    expect(await visit(back.href, heading)).toBe('This is not a link of ours');
    expect((await decide(link, 'Cancel')).heading).toBe('Consent was not granted');
  });

  it('comes too late when the link has run out', async () => {
    const own = await openWorld({ env: { CONNECT_LINK_TTL_S: '1' } });
    const admin = own.person('admin');
    const { activityId, card } = await admin.say('connect fabrikam.com');
    const askedAt = Date.now();
    await until('the link has run out', () => Date.now() > askedAt + 1_000);
    expect((await decide(linkIn(card), 'Accept')).heading).toBe('This link ran out');
    await admin.shows(activityId, 'that it ran out', (message) => wordsIn(message.card).includes('The link ran out'));
  });
});

it('gives its link to admins only, and in a 1:1 chat only', async () => {
  const viewer = await world().person('viewer').say('connect fabrikam.com');
  expect(wordsIn(viewer.card)).toContain('Not allowed');
  const channel = await world().person('admin', 'soc').say('connect fabrikam.com');
  expect([wordsIn(channel.card), linkIn(channel.card)]).toEqual([expect.stringContaining('only in a 1:1 chat'), '']);
});

it('answers a press in a channel in the presser’s own chat', async () => {
  const admin = world().person('admin', 'soc');
  const { activityId } = await admin.say('status');
  const answer = await admin.send(activityId, 'connect.start', { v: 1 });
  expect(wordsIn(answer.card)).toContain('A link is waiting for you');
  expect(linkIn(answer.card)).toBe('');
  const own = (await world().person('admin').messages()).at(-1);
  expect(linkIn(own?.card)).toContain('/adminconsent?');
});

it('is offered again where a user cannot be read for want of it', async () => {
  const admin = world().person('admin');
  await world().fault({ method: 'GET', path: '^/users/', status: 403, body: missingRole, times: 1 });
  const { activityId, card } = await admin.say('user adele.vance@contoso.com');
  expect(wordsIn(card)).toContain('An admin must grant consent again.');
  const answer = await admin.press({ activityId, card }, 'connect.start', { connectionId: 'conn_demo' });
  expect(wordsIn(answer.card)).toContain('A link is waiting for you');
});

it('that is taken back shows in the status and on the connection, and so does its return', async () => {
  const own = await openWorld();
  const admin = own.person('admin');
  const listed = async () => (await own.product.rest('GET', '/tenants/me/connections')).body.data.connections;
  const health = async () => (await listed())[0].health;
  const status = async () => wordsIn((await admin.say('status')).card);
  const noted = (what: string) => until(`the connection is ${what}`, async () => (await health()) === what);
  expect(await health()).toBeNull();
  expect(await status()).toContain('Everything on the list can be read.');
  await noted('ok');
  await own.fault({ method: 'GET', path: '/policies/authorizationPolicy', status: 403, body: missingRole });
  expect(await status()).toContain('could not be read just now');
  await noted('degraded');
});

it('keeps the secret of its link out of the store', async () => {
  const { link } = await ask();
  const state = new URL(link).searchParams.get('state') ?? '';
  const { directory } = world().product;
  const files = (await readdir(directory)).filter((name) => name.includes('.db') || name.includes('sqlite'));
  expect(files.length).toBeGreaterThan(0);
  for (const name of files) expect(await readFile(join(directory, name), 'latin1')).not.toContain(state);
});
