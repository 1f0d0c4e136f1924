import template from '../../cards/exception-form.json' with { type: 'json' };
import type { Deviation } from '../core/exceptions/exception-verbs.ts';
import { dayMs } from '../core/time.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
import { isoDay } from './time.ts';
import { valueWords } from './values.ts';

const fill = cardTemplate(template);
const initialDays = 90;
const maxOwner = 100;

/** Asks who answers for a deviation, why, and until when: the inputs `reason`, `owner` and `until`. */
export function exceptionFormCard({ deviation, owner }: { deviation: Deviation; owner: string }): Card {
  const { connection, row, firstDay, lastDay } = deviation;
  const { policy, current } = row;
  const view = {
    policyKey: policy.key,
    connectionId: connection.id,
    title: policy.title,
    tenant: plain(connection.name),
    severity: policy.severity,
    now: markdown(valueWords(policy, current)),
    secure: valueWords(policy, policy.secure),
    about: policy.about,
    owner: plain(owner, maxOwner),
    firstDay: isoDay(firstDay),
    lastDay: isoDay(lastDay),
    initialDay: isoDay(Math.min(firstDay + initialDays * dayMs, lastDay)),
  };
  return fill(view, {
    summary: `Accept ${policy.title} in ${view.tenant} as it is? It reads ${valueWords(policy, current)}, and the secure value is ${view.secure}. Nothing in the tenant changes.`,
  });
}
