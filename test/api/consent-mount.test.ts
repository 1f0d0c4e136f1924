import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { consentMount } from '../../src/api/consent-mount.ts';
import type { ConsentAnswer, ConsentReturn } from '../../src/core/consent/consent-answer.ts';
import { refusal } from '../../src/core/errors.ts';
import { startFrontDoor } from '../../src/http/front-door.ts';

let door: Awaited<ReturnType<typeof startFrontDoor>>;
let answer: () => ConsentAnswer;
const received: ConsentReturn[] = [];

beforeAll(async () => {
  const receive = async (returned: ConsentReturn) => {
    received.push(returned);
    return answer();
  };
  const log = { error: () => undefined };
  const ready = async () => ({ ready: true, checks: {} });
  door = await startFrontDoor({ host: '127.0.0.1', port: 0, mounts: [consentMount(receive)], ready, log });
});
afterAll(() => door.drain(1_000));
beforeEach(() => {
  answer = () => 'proving';
  received.length = 0;
});

const visit = (query: string, method = 'GET') => fetch(`${door.url}/connect/callback${query}`, { method });
const tenant = '5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58';

it('hands on what Microsoft sends, and nothing else', async () => {
  await visit(`?admin_consent=True&tenant=${tenant}&scope=x&state=abc`);
  await visit('?error=access_denied&error_description=AADSTS65004&admin_consent=True&state=abc');
  await visit('?state=abc');
  expect(received).toEqual([
    { state: 'abc', tenant, adminConsent: true },
    { state: 'abc', error: 'access_denied', adminConsent: true },
    { state: 'abc', adminConsent: false },
  ]);
});

it.each([
  ['proving', 200, 'Thank you'],
  ['refused', 200, 'Consent was not granted'],
  ['wrongTenant', 400, 'That was another tenant'],
  ['expired', 400, 'This link ran out'],
  ['used', 400, 'This link was used before'],
  ['unknown', 400, 'This is not a link of ours'],
] as const)('tells a person how it ended: %s', async (outcome, status, title) => {
  answer = () => outcome;
  const page = await visit('?state=abc');
  expect(page.status).toBe(status);
  expect(await page.text()).toContain(`<h1>${title}</h1>`);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
});

it('leaves the link unused when somebody only looks at it', async () => {
  expect((await visit('?state=abc', 'HEAD')).status).toBe(400);
  expect(received).toEqual([]);
});

it.each(['', '?tenant=x', '?state=', '?state=a&state=b', `?state=${'a'.repeat(201)}`])(
  'takes no address of another shape: %s',
  async (query) => {
    const page = await visit(query);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('not a link of ours');
    expect(received).toEqual([]);
  },
);

it('shows nothing of what the address holds', async () => {
  const page = await visit('?state=%3Cscript%3Ecanary&tenant=canary&error=canary');
  expect(await page.text()).not.toContain('canary');
});

it('asks for patience when nothing can be recorded', async () => {
  answer = () => {
    throw refusal('journal_unavailable', 'x');
  };
  const page = await visit('?state=abc');
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('Load this page again');
});
