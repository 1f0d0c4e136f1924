import type { Activity } from './stand-in.ts';

/** Cards of the product's kinds, written by hand: the page is tested without the product. */
type Json = Record<string, unknown>;

export function cardMessage(content: Json, text?: string): Activity {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
  return { type: 'message', ...(text ? { text } : {}), attachments };
}

export function invokeCard(value: Json) {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value } };
}

export function invokeError(message: string) {
  const value = { code: 'NotAllowed', message };
  return { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value } };
}

export function postureCard(score = '3 of 6 secure'): Json {
  const rows = [
    notSecure('Security Defaults enabled', 'Off', 'On', 'security_defaults'),
    notSecure('Guest invitations limited to admins', 'Everyone', 'Admins and guest inviters', 'guest_invite'),
    notSecure('Users cannot consent to unverified apps', 'Allowed', 'Verified publishers only', 'user_consent'),
    secure('Legacy MSOL PowerShell blocked', 'Blocked'),
    secure('Users cannot register applications', 'Not allowed'),
  ];
  return card(
    [
      columns([
        column('stretch', [
          heading('Policy posture'),
          note('Contoso · read 22 Nov 2026 08:14 UTC from Microsoft Graph'),
        ]),
        column('auto', [text(score, { weight: 'Bolder' })]),
      ]),
      {
        type: 'ProgressBar',
        value: 50,
        fallback: text('■■■■■□□□□□ 50%', { fontType: 'Monospace', spacing: 'Small' }),
      },
      ...rows,
      box('emphasis', [
        text('**Conditional Access:** 3 of 4 policies on. Bulwark only reports these; it never changes them.'),
      ]),
      note('Showing 1–5 of 6 (all policies). Harden only sets a policy to the secure value on the server’s list.'),
      actions([
        execute('Refresh', 'posture.refresh', { view: 'all' }),
        execute('Next page', 'posture.page', { cursor: '5' }),
        execute('Only not secure', 'posture.filter', { filter: 'open' }, { mode: 'secondary' }),
        execute('Audit', 'audit.list', {}, { mode: 'secondary' }),
        { type: 'Action.OpenUrl', title: 'Open in Entra', url: 'https://entra.microsoft.com', mode: 'secondary' },
      ]),
    ],
    'Policy posture: 3 of 6 secure.',
  );
}

export function confirmCard(): Json {
  return card([
    heading('Set Security Defaults enabled to On?'),
    facts({ 'From (now)': 'Off', To: 'On', Tenant: 'Contoso' }),
    text('Users must register for multifactor sign-in; legacy sign-in stops working.'),
    box('warning', [
      text('3 **Conditional Access** policies are on. Microsoft refuses Security Defaults beside them.'),
    ]),
    {
      type: 'Input.Text',
      id: 'reason',
      label: 'Why are you doing this? (kept in the audit log)',
      isMultiline: true,
      isRequired: true,
      regex: '^[\\s\\S]{5,500}$',
      errorMessage: 'Give a reason of at least 5 characters.',
    },
    {
      type: 'Input.Toggle',
      id: 'checked',
      label: 'Check',
      title: 'I know who is affected',
      isRequired: true,
      errorMessage: 'Tick the box to go on.',
    },
    note('Only the person who opened this card can press Harden now. It stops working at 22 Nov 2026 08:24 UTC.'),
    actions([
      execute('Harden now', 'harden.execute', { op: 'op_01JD4' }, { style: 'destructive', associatedInputs: 'auto' }),
      execute('Cancel', 'op.cancel', { op: 'op_01JD4' }),
    ]),
  ]);
}

export function resultCard(): Json {
  return card([
    box('good', [
      heading('Hardened and checked'),
      note('By Isaiah Langer at 22 Nov 2026 08:15 UTC · reference op_01JD4'),
    ]),
    facts({ Policy: 'Security Defaults enabled', Before: 'Off', After: 'On' }),
    actions([
      execute('Show posture', 'posture.show'),
      execute('Undo…', 'undo.preview', { op: 'op_01JD4' }),
      execute('Audit', 'audit.show', {}, { mode: 'secondary' }),
    ]),
  ]);
}

export function alertCard(): Json {
  return card([
    box('attention', [
      columns([
        column('stretch', [heading('New high-risk user'), note('Contoso · first seen 22 Nov 2026 08:02 UTC')]),
        column('auto', [{ type: 'Badge', text: 'Open', fallback: text('OPEN', { weight: 'Bolder' }) }]),
      ]),
    ]),
    richText('Nestor Wilke', ' (nestorw@contoso.com)'),
    facts({
      'Risk level': 'High',
      'Risk state': 'At risk',
      Why: '3 detections in the last 24 hours',
      Updated: '08:02 UTC',
    }),
    text('What happened', { weight: 'Bolder', separator: true }),
    text('• 07:58 UTC · Leaked credentials · offline detection'),
    text('• 07:49 UTC · Atypical travel · Lagos, NG after Oslo, NO'),
    actions([
      execute('Contain…', 'contain.preview', { user: 'u1' }, { style: 'destructive' }),
      execute('Acknowledge', 'alert.ack', { alert: 'a1' }),
      execute('Details', 'user.show', { user: 'u1' }, { mode: 'secondary' }),
      execute('Dismiss…', 'alert.dismiss.preview', { alert: 'a1' }, { mode: 'secondary' }),
    ]),
  ]);
}

export function helpCard(): Json {
  return card(
    [
      heading('Bulwark shows your tenant’s security policies and risky users, and fixes what you confirm.'),
      text('Connected to **Contoso**.'),
      facts({
        posture: 'How secure the tenant is',
        risky: 'Who is at risk',
        contain: 'Stop an account',
        status: 'What is connected',
      }),
      actions([
        execute('Show posture', 'posture.show', {}, { style: 'positive' }),
        execute('Risky users', 'risky.list'),
      ]),
    ],
    'What Bulwark can do.',
    {},
  );
}

export function errorCard(): Json {
  return card(
    [
      heading('The posture could not be read'),
      text('Microsoft Graph is busy. Nothing was changed.'),
      text('Try again in 30 seconds.'),
      note('Reference 7d0f0a53-6a38-4f0e-a4d3-30b5c2b9c5ce'),
      actions([execute('Try again', 'posture.show')]),
    ],
    'The posture could not be read.',
    {},
  );
}

export function card(body: Json[], speak = 'A card.', msteams: Json = { width: 'Full' }): Json {
  return { type: 'AdaptiveCard', version: '1.5', speak, fallbackText: speak, msteams, body };
}

export function text(value: string, more: Json = {}): Json {
  return { type: 'TextBlock', text: value, wrap: true, ...more };
}

export function actions(list: Json[]): Json {
  return { type: 'ActionSet', actions: list };
}

export function execute(title: string, verb: string, data: Json = {}, more: Json = {}): Json {
  return { type: 'Action.Execute', title, verb, data: { v: 1, ...data }, associatedInputs: 'none', ...more };
}

function heading(value: string) {
  return text(value, { style: 'heading', size: 'Large', weight: 'Bolder' });
}

function note(value: string) {
  return text(value, { size: 'Small', isSubtle: true, spacing: 'Small' });
}

function box(style: string, items: Json[]): Json {
  return { type: 'Container', style, bleed: style !== 'emphasis' && style !== 'warning', items };
}

function richText(bold: string, plain: string): Json {
  const inlines = [
    { type: 'TextRun', text: bold, weight: 'Bolder' },
    { type: 'TextRun', text: plain },
  ];
  return { type: 'RichTextBlock', inlines };
}

function facts(table: Record<string, string>): Json {
  return { type: 'FactSet', facts: Object.entries(table).map(([title, value]) => ({ title, value })) };
}

function columns(list: Json[], more: Json = {}): Json {
  return { type: 'ColumnSet', columns: list, ...more };
}

function column(width: string, items: Json[]): Json {
  return { type: 'Column', width, items, verticalContentAlignment: 'Center' };
}

function notSecure(title: string, now: string, target: string, policyKey: string): Json {
  const tooltip = `Set ${title} to its secure value. You will be asked to confirm.`;
  const button = execute('Harden', 'harden.preview', { policyKey }, { tooltip });
  return policyRow('✕', 'Attention', title, `Not secure. Now: ${now}. Secure value: ${target}`, [
    column('auto', [actions([button])]),
  ]);
}

function secure(title: string, value: string): Json {
  return policyRow('✓', 'Good', title, `Secure: ${value}`, []);
}

function policyRow(mark: string, color: string, title: string, detail: string, more: Json[]): Json {
  const words = [text(title, { weight: 'Bolder' }), text(detail, { size: 'Small', isSubtle: true, spacing: 'None' })];
  const symbol = { ...column('24px', [text(mark, { color, weight: 'Bolder' })]), verticalContentAlignment: 'Top' };
  return columns([symbol, column('stretch', words), ...more], { separator: true });
}
