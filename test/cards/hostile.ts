import type { Card } from '../../src/cards/card.ts';
import { explainCard } from '../../src/cards/explain.ts';
import { hardenConfirmCard } from '../../src/cards/harden-confirm.ts';
import { helpCard } from '../../src/cards/help.ts';
import { messageCard } from '../../src/cards/message.ts';
import { nothingToDoCard } from '../../src/cards/nothing-to-do.ts';
import { operationCard } from '../../src/cards/operation.ts';
import { postureCard } from '../../src/cards/posture.ts';
import { progressCard } from '../../src/cards/progress.ts';
import { undoConfirmCard } from '../../src/cards/undo-confirm.ts';
import { whoamiCard } from '../../src/cards/whoami.ts';
import type { PolicyOperation } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { hostileAlertCards } from './alert-samples.ts';
import { hostileExceptionCards } from './exception-samples.ts';
import { hostileGuidedCards } from './guided-samples.ts';
import { hostilePeopleCards } from './people-samples.ts';
import { hostilePlanCards } from './plan-samples.ts';
import { hostileThreatCards } from './threat-samples.ts';
import { hostileTokenPolicyCards } from './token-policy-samples.ts';
import { contoso, ended, guestInvites, isaiah, now, operation, postureOf, refusal, steps } from './world.ts';

/** What tenants, attackers and typists can make of a name. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'a link': '[click](https://evil.example)',
  'a linked image': '![x](https://evil.example/x.png)',
  'a link by reference': '[click][1] [1]: https://evil.example',
  'an autolink': '<https://evil.example>',
  emphasis: '**bold** _it_ `code` ~~no~~',
  'a list and a heading': '1. one\n- two\n# three\n> four',
  'a mention': '<at>Everyone</at> < at >',
  html: '<b>x</b><img src=x onerror=alert(1)><script>alert(1)</script>',
  ssml: '<audio src="https://evil.example/x.mp3"/>&lt;break/&gt;',
  'a date function': '{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{{x}}}',
  'a binding': '${$root.op} ${secret} $${x}',
  'bidirectional text': '\u202Egnp.exe\u2066abc\u2069',
  'invisible characters': 'a\u200Bb\u00ADc\uFEFF\u{E0041}',
  'control characters': 'a\u0000b\u0085c\u001B[31m\r\n\u2028d',
  'a lone surrogate': 'a\uD800b',
  nothing: '',
  'only invisible characters': '\u200B\u202E \u00A0',
  '40 kB of letters': 'x'.repeat(40_000),
  '80 kB of emoji': '😀'.repeat(20_000),
  '40 kB of quotes': '"\\'.repeat(20_000),
  '40 kB of brackets': '[]('.repeat(13_000),
  'a property name': '__proto__',
};

/** Every card that shows text from outside, with this text in all those places. */
export async function hostileCards(text: string): Promise<Readonly<Record<string, Card>>> {
  const connection = { ...contoso, name: text };
  const person = { ...isaiah, name: text };
  const values = Object.fromEntries(allowList.map(({ key }) => [key, text]));
  const seen = await postureOf({ connection, values });
  const told = refusal('permissionMissing', { permission: text, code: text, requestId: text });
  const target = { kind: 'policy', id: guestInvites.key, label: text } as const;
  const asked: Partial<PolicyOperation> = { connection, target, requestedBy: person, reason: text, of: 'op_00' };
  const proposed = operation(asked);
  const failed = ended({
    ...asked,
    steps: steps('failed', 'skipped', told),
    result: { needsReconsent: true, from: text },
  });
  const old = ended({
    ...asked,
    steps: steps('ok', 'failed'),
    result: { applied: true, from: text, to: text, now: text },
  });
  const refused = ended({ ...asked, steps: steps('skipped', 'skipped'), result: { refused: text } });
  const preview = { policy: guestInvites, connection, from: text, to: text, operation: proposed };
  const row = seen.rows.find(({ policy }) => policy === guestInvites);
  const messageActions = Array.from({ length: 4 }, (_, index) => ({ title: `Try ${index}`, verb: 'posture.show' }));
  return {
    posture: postureCard({ posture: seen, view: { filter: 'all', page: 1 }, mayHarden: true, now }),
    'harden confirm': hardenConfirmCard({ preview, now }),
    'undo confirm': undoConfirmCard({ preview: { ...preview, original: old }, now }),
    'nothing to do': nothingToDoCard({ kind: 'harden', preview }),
    progress: progressCard({ draft: proposed, now }),
    'failed operation': operationCard({ operation: failed, mayUndo: true, now }),
    'unchecked operation': operationCard({ operation: old, mayUndo: true, now }),
    'refused operation': operationCard({ operation: refused, mayUndo: true, now }),
    explain: explainCard({ policy: guestInvites, ...(row ? { row } : {}), connectionName: text, mayHarden: true }),
    help: helpCard({
      commands: [],
      mayRead: true,
      greeting: true,
      status: text,
      unknown: { typed: text, suggestions: [text, text] },
      installedBy: text,
    }),
    whoami: whoamiCard({
      name: text,
      oid: text,
      tenantId: text,
      organization: text,
      roles: [],
      conversation: { type: 'personal', approved: false },
    }),
    message: messageCard({ tone: 'warning', title: text, text, fix: text, reference: text, actions: messageActions }),
    ...(await hostileExceptionCards(text)),
    ...hostileGuidedCards(text),
    ...hostilePlanCards(text),
    ...hostilePeopleCards(text),
    ...hostileThreatCards(text),
    ...hostileAlertCards(text),
    ...hostileTokenPolicyCards(text),
  };
}
