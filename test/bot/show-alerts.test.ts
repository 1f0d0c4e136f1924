import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alerts/alert.ts';
import type { AlertChange } from '../../src/core/alerts/alert-store.ts';
import { alertVerbs } from '../../src/core/alerts/alert-verbs.ts';
import { alertSubject } from '../../src/core/alerts/subjects.ts';
import type { SubscriptionForm } from '../../src/core/alerts/subscription-form.ts';
import type { ShownCard } from '../../src/core/chat.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { regression, alert as riskyUser, sources, subscription } from '../cards/alert-world.ts';
import { contoso } from '../cards/world.ts';
import { organization } from '../core/fakes/access.ts';
import { hardener, soc } from '../core/fakes/world.ts';
import { fakeDesk } from './fake-desk.ts';

const policyKey = allowList[0]!.key;
const posted = regression({ organization });

const shownAlert: ShownCard = {
  ...{ organization, conversationId: soc.conversation ?? '', activityId: 'card', askedBy: '' },
  ...{ kind: 'alert', subject: alertSubject(posted.id), connectionId: 'conn_one' },
};

/** A channel that was told of a setting that is no longer secure, and a hardener who presses on that message. */
function deskWithAlert() {
  const made = fakeDesk();
  let kept = posted;
  const { access, journal, store } = made.world;
  const now = made.world.runtime.now();
  const find = async (_organization: string, id: string) => (id === kept.id ? { alert: kept, now } : undefined);
  const alerts = alertVerbs({
    authorize: async () => undefined,
    store,
    alerts: {
      find,
      watchOf: async () => ({ marks: {}, sources }),
      async change(_organization: string, _id: string, change: (alert: Alert, at: number) => AlertChange | undefined) {
        kept = change(kept, now)?.alert ?? kept;
        return { alert: kept, now };
      },
    } as never,
  });
  Object.assign(made.desk, { alerts });
  made.shown.push(shownAlert);
  return { ...made, alerts, access, journal };
}

describe('a message that told of an alert', () => {
  it('stays about the alert, whatever is opened from it', async () => {
    const { press, shown } = deskWithAlert();
    expect(await press('harden.preview', { policyKey, connectionId: 'conn_one' })).toMatchObject({ kind: 'card' });
    expect(shown).toEqual([shownAlert]);
  });

  it('shows the alert again when what was opened from it is cancelled', async () => {
    const { press, world, refreshed } = deskWithAlert();
    const op = (await world.harden.preview(hardener, soc, policyKey)).operation!.id;
    const answer = await press('op.cancel', { op });
    expect(JSON.stringify(answer)).toContain('A setting is no longer secure');
    expect(refreshed).toEqual([]);
  });
});

describe('acknowledging', () => {
  it('shows who took it', async () => {
    const { press } = deskWithAlert();
    const answer = await press('alert.ack', { alert: posted.id });
    expect(JSON.stringify(answer)).toContain(`Acknowledged by ${hardener.name}`);
    expect(await press('alert.ack', { alert: posted.id })).toMatchObject({ kind: 'card' });
  });

  it('tells whoever is second who was first', async () => {
    const { press, alerts } = deskWithAlert();
    await alerts.acknowledge({ ...hardener, oid: 'somebody-else', name: 'Megan Bowen' }, soc, posted.id);
    const answer = await press('alert.ack', { alert: posted.id });
    expect(answer).toMatchObject({
      kind: 'error',
      message: expect.stringMatching(/^Megan Bowen already took this at/),
    });
  });
});

describe('dismissing', () => {
  it('is for the risk of a user', async () => {
    const answer = await deskWithAlert().press('alert.dismiss.preview', { alert: posted.id });
    expect(answer).toMatchObject({ kind: 'error', message: 'Only the risk of a user can be dismissed from here.' });
    expect(riskyUser().about.kind).toBe('user');
  });
});

describe('snoozing', () => {
  it.each([true, 8, '', 'soon', '1e2'])('takes no %j for a number of hours', async (hours) => {
    const { press, journal } = deskWithAlert();
    const answer = await press('alert.snooze.execute', { alert: posted.id, hours, reason: 'On a plane' });
    expect(answer).toMatchObject({ kind: 'error', errorCode: 'invalid_request', message: 'Choose for how long.' });
    expect(journal.denials).toEqual([]);
  });
});

describe('the subscription form', () => {
  const tenants = Array.from({ length: 20 }, (_, index) => ({ ...contoso, id: `conn_${index}` }));
  const chosen = tenants.map(({ id }) => id);
  const filled = {
    connections: 'conn_1',
    riskyUsers: 'high',
    zone: 'UTC',
    escalateAfter: '0',
    escalateTo: '19:elsewhere',
  };

  async function save(connections: readonly string[]) {
    const form: SubscriptionForm = {
      ...{ subscription: subscription({ connections }), isNew: false, connections: tenants, places: [] },
    };
    const saved: object[] = [];
    const subscriptions = {
      form: async () => form,
      async save(_person: unknown, _via: unknown, _place: unknown, input: object) {
        saved.push(input);
        return form;
      },
    };
    const { press } = fakeDesk({ subscriptions } as never);
    expect(await press('subscription.save', filled)).toMatchObject({ kind: 'card' });
    return saved[0];
  }

  it('leaves tenants alone that it has no room for', async () => {
    expect(await save(chosen)).toMatchObject({ connections: 'conn_1,conn_15,conn_16,conn_17,conn_18,conn_19' });
    expect(await save(['conn_1', 'conn_2'])).toMatchObject({ connections: 'conn_1' });
  });

  it.each([
    ['Time zone', { zone: 'x'.repeat(2_001) }],
    ['Risky users', { riskyUsers: ['high'] }],
    ['Settings', { drift: true }],
  ])('names %s when it is no text, or longer than any', async (field, wrong) => {
    const { press, world } = fakeDesk();
    const answer = await press('subscription.save', { ...filled, ...wrong });
    expect(answer).toMatchObject({ kind: 'error', errorCode: 'invalid_request' });
    expect(answer).toMatchObject({ message: expect.stringMatching(new RegExp(`^${field}: `)) });
    expect(world.journal.denials).toEqual([]);
    expect(await press('subscription.save', { ...filled, ...wrong, secret: 1 })).toMatchObject({
      errorCode: 'outdated',
    });
    expect(world.journal.denials).toHaveLength(1);
  });

  it('takes "never" as no escalation, and what was left empty as empty', async () => {
    const empty = { securityAlerts: '', drift: '', quietFrom: '', quietTo: '', digestAt: '' };
    expect(await save(chosen)).toMatchObject({ ...empty, escalateAfter: '', escalateTo: '' });
  });
});
