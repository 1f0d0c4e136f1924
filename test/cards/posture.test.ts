import { describe, expect, test } from 'vitest';
import { postureCard } from '../../src/cards/posture.ts';
import { postures } from './samples.ts';
import { actionSets, button, buttonTitles, textOf } from './structure.ts';
import { now } from './world.ts';

type Facts = Parameters<typeof postureCard>[0];

function shown(facts: Partial<Facts> = {}) {
  return postureCard({ posture: postures.mixed, view: { filter: 'all', page: 1 }, mayHarden: true, now, ...facts });
}

describe('rows', () => {
  test('stand worst first, those of one area together, five to a page', () => {
    const titles = [...textOf(shown()).matchAll(/^(.+)\nNot secure/gm)].map(([, title]) => title);
    expect(titles).toEqual([
      'Security Defaults enabled',
      'User consent to risky apps is blocked',
      'Only admins and Guest Inviters can invite guests',
      'Users cannot join the tenant by email validation',
      'Users cannot create tenants',
    ]);
  });

  test('offer Harden only when not secure', () => {
    expect(buttonTitles(shown()).filter((title) => title === 'Harden')).toHaveLength(5);
    expect(
      buttonTitles(shown({ view: { filter: 'all', page: 2 } })).filter((title) => title === 'Harden'),
    ).toHaveLength(1);
    expect(buttonTitles(shown({ posture: postures.secure }))).not.toContain('Harden');
    expect(buttonTitles(shown({ posture: postures.nothingRead }))).not.toContain('Harden');
  });

  test('offer Harden only to whoever may harden', () => {
    expect(buttonTitles(shown({ mayHarden: false }))).not.toContain('Harden');
  });

  test('name policy and connection in the Harden button', () => {
    expect(button(shown(), 'Harden')).toMatchObject({
      verb: 'harden.preview',
      data: { v: 1, policyKey: 'security_defaults', connectionId: 'conn_1' },
      tooltip: 'Set Security Defaults enabled to its secure value. You will be asked to confirm.',
    });
  });

  test('carry a symbol beside the words', () => {
    const text = textOf(shown({ posture: postures.superseded, view: { filter: 'all', page: 2 } }));
    expect(text).toContain('–\nSecurity Defaults enabled\nNot applicable: Conditional Access is on');
    expect(text).toContain('✓\n');
    expect(textOf(shown())).toContain('✕\nSecurity Defaults enabled\nNot secure');
    expect(textOf(shown({ posture: postures.nothingRead }))).toContain('?\nSecurity Defaults enabled\nCould not read');
  });
});

describe('score', () => {
  test('is never a number when nothing could be read', () => {
    const card = shown({ posture: postures.nothingRead });
    expect(textOf(card)).not.toMatch(/\d of \d+ secure|■|□|%/);
    expect(card.summary).toMatch(/^Policy posture of Contoso: could not be read;/);
  });

  test('says all secure only when everything was read', () => {
    expect(textOf(shown({ posture: postures.partlyUnread }))).not.toContain('secure value.\n');
    expect(textOf(shown({ posture: postures.mixed }))).not.toMatch(/^All /m);
  });

  test('is summed up in the fallback, with what is missing', () => {
    expect(shown({ posture: postures.partlyUnread }).summary).toBe(
      'Policy posture of Contoso: 27 of 28 secure; 12 could not be read; Conditional Access: could not be read: not licensed (Microsoft Entra ID P1). Read 22 Nov 2026 08:14 UTC from Microsoft Graph.',
    );
  });
});

describe('buttons', () => {
  const filters = (facts: Partial<Facts>) => actionSets(shown(facts)).at(-2) ?? [];

  test('lead to the next and the previous page', () => {
    const middle = shown({ view: { filter: 'all', page: 2 } });
    const at = { v: 1, connectionId: 'conn_1', filter: 'all' };
    expect(button(middle, 'Refresh')).toMatchObject({ verb: 'posture.refresh', data: { ...at, page: '2' } });
    expect(button(middle, 'Next page')).toMatchObject({ verb: 'posture.page', data: { ...at, page: '3' } });
    expect(button(middle, 'Previous page')).toMatchObject({ data: { ...at, page: '1' }, mode: 'secondary' });
  });

  test('end with the last page and begin with the first', () => {
    expect(buttonTitles(shown())).not.toContain('Previous page');
    expect(buttonTitles(shown({ view: { filter: 'all', page: 8 } }))).not.toContain('Next page');
  });

  test('toggle the filter', () => {
    expect(button(shown(), 'Only not secure')).toMatchObject({ verb: 'posture.filter', data: { filter: 'open' } });
    const open = filters({ view: { filter: 'open', page: 1 } });
    expect(open.find(({ title }) => title === 'All policies')).toMatchObject({ data: { v: 1, filter: 'all' } });
    expect(open.map(({ title }) => title)).not.toContain('Only not secure');
  });

  test("open the tenant's own Entra", () => {
    expect(button(shown(), 'Open in Entra')).toMatchObject({
      type: 'Action.OpenUrl',
      url: 'https://entra.microsoft.com/11111111-1111-4111-8111-111111111111',
    });
  });
});

test('the card fills the width and refreshes itself for its reader alone', () => {
  const { content } = shown({ viewer: '29:megan' });
  const action = { type: 'Action.Execute', verb: 'posture.refresh' };
  const data = { v: 1, connectionId: 'conn_1', filter: 'all', page: '1' };
  expect(content).toMatchObject({
    msteams: { width: 'Full' },
    refresh: { action: { ...action, data }, userIds: ['29:megan'] },
  });
  expect(shown().content).toMatchObject({ refresh: { userIds: [] } });
});
