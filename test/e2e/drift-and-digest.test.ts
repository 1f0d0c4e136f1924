import { expect, it } from 'vitest';
import type { Subscription } from '../../src/core/alerts/subscription.ts';
import { openStore } from '../../src/store/open.ts';
import type { Json } from './call.ts';
import { verbsIn, wordsIn } from './cards.ts';
import type { Message } from './chat.ts';
import { raiseRisk } from './raise-risk.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';
import { openWorld } from './world.ts';

const watched = { WATCH_INTERVAL_S: '1', DRIFT_INTERVAL_S: '1' };
const policyKey = 'user_app_registration';
const title = 'Users cannot register applications';
const path = '/policies/authorizationPolicy';
const dayMs = 86_400_000;

/** Somebody loosens the setting in Entra, which writes it down. */
async function changeBack(world: SimulatedWorld): Promise<void> {
  const policy = await world.document(path);
  const loose = { ...policy.defaultUserRolePermissions, allowedToCreateApps: true };
  const audit = {
    ...{ id: 'audit-1', activityDateTime: new Date().toISOString(), result: 'success' },
    activityDisplayName: 'Update authorization policy',
    initiatedBy: {
      user: { userPrincipalName: 'dana.whitfield@contoso.com', displayName: 'Dana Whitfield' },
      app: null,
    },
  };
  const documents = { [path]: { ...policy, defaultUserRolePermissions: loose }, '/auditLogs/directoryAudits': [audit] };
  await world.load(documents);
}

async function hardenInPrivate(world: SimulatedWorld): Promise<void> {
  const hardener = world.person('hardener');
  const result = await hardener.press(await hardener.say(`harden ${policyKey}`), 'harden.execute');
  expect(wordsIn(result.card)).toContain('Hardened and checked');
}

function regressionIn(world: SimulatedWorld): Promise<Message> {
  const summary = `No longer secure: ${title} in Contoso. Open since`;
  return until('the channel is told of the setting', async () =>
    (await world.person('hardener', 'soc').messages()).find(({ activity }) => activity.summary?.startsWith(summary)),
  );
}

it('tells the channel who changed a hardened setting back, and it is hardened again from there', {
  timeout: 60_000,
}, async () => {
  const world = await openWorld({ env: watched });
  await hardenInPrivate(world);
  await changeBack(world);
  const told = await regressionIn(world);
  const hardener = world.person('hardener', 'soc');
  await hardener.shows(told.activityId, 'who changed it', ({ card }) =>
    /Changed by: dana\.whitfield@contoso\.com\nChanged at: /.test(wordsIn(card)),
  );
  expect(wordsIn(told.card)).toContain('Changed: Not allowed → Allowed');
  expect(verbsIn(told.card)).toEqual(expect.arrayContaining(['harden.preview', 'exception.preview', 'alert.ack']));
  const viewer = world.person('viewer', 'soc');
  expect(await viewer.press(told, 'harden.preview', { policyKey })).toMatchObject({ code: 'not_allowed' });

  const confirm = await hardener.press(told, 'harden.preview', { policyKey });
  const result = await hardener.press(confirm, 'harden.execute', {}, { reason: 'Not agreed with us' });
  expect(wordsIn(result.card)).toContain('Hardened and checked');
  expect((await world.document(path)).defaultUserRolePermissions.allowedToCreateApps).toBe(false);
  const closed = await hardener.shows(told.activityId, 'who hardened it', ({ card }) =>
    wordsIn(card).includes('Hardened again by Isaiah Langer at'),
  );
  expect(wordsIn(closed.card)).toContain('RESOLVED');
  expect(wordsIn(closed.card)).not.toContain('Accepting ends by itself');
  expect(verbsIn(closed.card)).not.toContain('harden.preview');
  const replies = await until('the thread tells of it', async () => {
    const under = (await hardener.messages()).filter((message: Json) => message.replyToId === told.activityId);
    return under.length > 0 && under;
  });
  expect(replies.map(({ activity }) => activity.summary).join()).toContain('Hardened again by Isaiah Langer');
  expect(world.product.errors).toEqual([]);
});

/** As if the terms had been written down yesterday: the next digest is due as soon as somebody looks. */
async function digestIsDue(directory: string): Promise<void> {
  const store = await openStore({ kind: 'embedded', directory }, { instance: 'test', clockOffsetMs: () => -dayMs });
  const [organization] = await store.organizations.list();
  const [{ createdAt: _, ...subscription } = {} as Subscription] = await store.subscriptions.list(organization!.id);
  const actor = { kind: 'system', organization: organization!.id, name: 'test' } as const;
  const entry = { type: 'subscription', organization: organization!.id, actor, via: { channel: 'system' }, detail: {} };
  await store.subscriptions.save(subscription, entry as never);
  await store.close();
}

it('says once a day what happened: score, risks, settings, sources and what was done', {
  timeout: 60_000,
}, async () => {
  const yesterday = { secure: 3, judged: 30, unread: 0, at: Date.now() - dayMs };
  const world = await openWorld({ env: watched, prepare: (store) => store.drift.keep('conn_demo', [], yesterday) });
  const soc = world.person('responder', 'soc');
  await hardenInPrivate(world);
  await changeBack(world);
  await regressionIn(world);
  await raiseRisk(world, 'Nestor Wilke');
  const toldOf = (name: string) => async () =>
    (await soc.messages()).some(({ activity }) => activity.summary?.includes(`High risk: ${name} (`));
  await until('Nestor is told of', toldOf('Nestor Wilke'));
  const { body: raul } = await world.control('POST', 'signals', {
    ...{ kind: 'riskyUser', userDisplayName: 'Raul Razo', userPrincipalName: 'raul.razo@contoso.com' },
  });
  await until('Raul is told of', toldOf('Raul Razo'));
  await world.control('POST', 'signals', { kind: 'riskyUser', id: raul.id, riskState: 'dismissed', riskLevel: 'none' });
  await until('Raul is told to be safe', async () =>
    (await soc.messages()).some(({ card }) => /Raul Razo.*Dismissed in Microsoft Entra/s.test(wordsIn(card))),
  );
  await world.fault({ path: '/security/alerts_v2', status: 403, body: { error: { code: 'Forbidden' } } });
  await until('a look has met the source that fails', async () => (await world.faults())[0]?.hits > 0);
  await world.product.stop();
  await digestIsDue(world.product.directory);
  await world.start();
  const digest = await until('the digest is there', async () =>
    (await soc.messages()).find(({ activity }) => activity.summary?.startsWith('Daily digest. Contoso: ')),
  );
  const said = wordsIn(digest.card).split('\n');
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^\d+ of \d+ settings secure, \d+ more than before\.$/),
      expect.stringMatching(/^New \(\d+\): High risk: Raul Razo \(.*\); High risk: Nestor Wilke \(/),
      expect.stringMatching(/^Closed \(1\): High risk: Raul Razo \(/),
      `Stopped being secure (1): ${title}.`,
      `Done (1): Harden ${title}.`,
      expect.stringMatching(/^Not known: .*security alerts .*not licensed/),
    ]),
  );
});
