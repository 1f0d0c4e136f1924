import { describe, expect, it } from 'vitest';
import { alertCard } from '../../src/cards/alert.ts';
import { alertNoteCard } from '../../src/cards/alert-note.ts';
import type { About, Alert } from '../../src/core/alerts/alert.ts';
import { alert, securityAlert, soc, sources } from './alert-world.ts';
import { button, buttonTitles, textOf } from './structure.ts';
import { contained } from './threat-samples.ts';
import { userOperation } from './threat-world.ts';
import { now } from './world.ts';

const by = { by: 'Megan Bowen', at: now - 60_000, operationId: 'op_1' };
const handled = { ...by, verb: 'contain', status: 'done' } as const;
const titlesOf = (facts: Partial<Alert> = {}, operation?: ReturnType<typeof userOperation>) =>
  buttonTitles(alertCard({ alert: alert(facts), sources, here: soc.id, now, ...(operation && { operation }) }));

type Named = Extract<About, { kind: 'securityAlert' }>['users'];

describe('the buttons of an alert', () => {
  it('contain and take an open one', () => {
    expect(titlesOf()).toEqual(['Contain…', 'Acknowledge', 'Snooze…', 'Dismiss…', 'Details', 'Open in Entra']);
  });

  it('take it only once', () => {
    const acknowledged = { by: 'Megan Bowen', oid: 'x', at: now };
    expect(titlesOf({ acknowledged })).toEqual(['Contain…', 'Snooze…', 'Dismiss…', 'Details', 'Open in Entra']);
  });

  it('give back what was contained, also once Microsoft has closed it', () => {
    const operation = contained({ status: 'ok' }, { status: 'ok' });
    expect(titlesOf({ handled }, operation)[0]).toBe('Release…');
    expect(titlesOf({ handled, closed: { at: now, how: 'remediated' } }, operation)[0]).toBe('Release…');
  });

  it('try again what is left of a containment', () => {
    const operation = contained({ status: 'ok' }, { status: 'failed', reason: 'throttled' });
    const titles = titlesOf({ handled: { ...handled, status: 'partial' } }, operation);
    expect(titles.slice(0, 2)).toEqual(['Try the rest again', 'Release…']);
  });

  it('decide a request where it stands, and leave the alert alone meanwhile', () => {
    const asked = (conversation: string) =>
      userOperation('contain', { state: 'awaitingApproval', approval: { conversation, why: 'A directory role.' } });
    expect(titlesOf({}, asked(soc.id)).slice(0, 2)).toEqual(['Approve', 'Deny']);
    expect(titlesOf({}, asked('elsewhere'))).toEqual(['Details', 'Open in Entra']);
  });

  describe('of a security alert', () => {
    const [adele, lee] = [
      { id: 'id-adele', userPrincipalName: 'adelev@contoso.com' },
      { id: 'id-lee', userPrincipalName: 'leeg@contoso.com' },
    ];
    const cardOf = (users: Named, operation?: ReturnType<typeof userOperation>) => {
      const about = { kind: 'securityAlert', id: 'da1', title: 'Token theft', users } as const;
      const state = operation && { handled };
      const facts = { alert: securityAlert({ about, ...state }), sources, here: soc.id, now };
      return alertCard({ ...facts, ...(operation && { operation }) });
    };

    it.each<[string, Named, string, string | undefined]>([
      ['nobody', [], 'no user is named', undefined],
      ['one user', [adele], 'names adelev@contoso.com, not known', 'id-adele'],
      ['one user twice', [{ ...adele, id: null }, adele], 'names adelev@contoso.com, not known', 'id-adele'],
      ['a user without an id', [{ ...adele, id: null }], 'names adelev@contoso.com, not known', undefined],
      ['two users', [adele, lee], 'names adelev@contoso.com, leeg@contoso.com, not known', undefined],
      ['more', [adele, lee, { id: 'id-megan', userPrincipalName: null }], 'and 1 more', undefined],
    ])('that names %s', (_name, users, words, target) => {
      const card = cardOf(users);
      expect(textOf(card)).toContain(words);
      expect(buttonTitles(card).includes('Contain…')).toBe(target !== undefined);
      if (target) expect(button(card, 'Contain…')).toMatchObject({ data: { user: target } });
      expect(buttonTitles(card)).not.toContain('Dismiss…');
    });

    it('release whoever was contained', () => {
      const target = { kind: 'user', id: 'id-lee', label: 'leeg@contoso.com' } as const;
      const card = cardOf([adele, lee], { ...contained({ status: 'ok' }, { status: 'ok' }), target });
      expect(button(card, 'Release…')).toMatchObject({ data: { user: 'id-lee' } });
    });
  });

  it('lead to Microsoft only', () => {
    const titles = (url: string) => {
      const about = { kind: 'securityAlert', id: 'a', title: 'Alert', users: [], url } as const;
      return buttonTitles(alertCard({ alert: securityAlert({ about }), sources, here: soc.id, now }));
    };
    expect(titles('https://security.microsoft.com/alerts/a')).toContain('Open in Defender');
    for (const url of [
      'https://evil.example',
      'http://security.microsoft.com/',
      'https://evil.example/.microsoft.com',
    ]) {
      expect(titles(url)).not.toContain('Open in Defender');
    }
  });
});

describe('the history of an alert', () => {
  const running = { kind: 'handled', ...handled, status: 'running' } as const;

  it('says that something runs until it says what came of it', () => {
    const shown = (history: Alert['history']) =>
      textOf(alertCard({ alert: alert({ history }), sources, here: '', now }));
    expect(shown([running])).toContain('Containing, started by Megan Bowen');
    const ended = shown([running, { ...running, status: 'done' }]);
    expect(ended).not.toContain('started by');
    expect(ended).toContain('Contained by Megan Bowen · op_1');
  });

  it('is told one by one in the thread', () => {
    const { summary } = alertNoteCard({ alert: alert(), note: { kind: 'acknowledged', at: now, by: 'Megan Bowen' } });
    expect(summary).toBe('High risk: Adele Vance (adelev@contoso.com) in Contoso: Acknowledged by Megan Bowen.');
  });
});
