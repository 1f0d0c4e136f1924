import { alertLists } from '../cards/alert-list.ts';
import { refuse } from '../core/errors.ts';
import type { Command } from './commands.ts';
import { showAlerts } from './show-alerts.ts';
import { showSubscriptions, subscribeHere, unsubscribe } from './show-subscriptions.ts';

export const alertCommands: readonly Command[] = [
  {
    words: ['alerts'],
    usage: 'alerts [open|snoozed]',
    help: 'Alerts that nobody has closed, the most urgent first',
    role: 'viewer',
    lists: ['personal', 'team'],
    tenantData: true,
    answer: (desk, asker, { rest }) => showAlerts(desk, asker, listIn(rest)),
  },
  {
    words: ['subscribe'],
    usage: 'subscribe',
    help: 'Tell this conversation of new risks, with a form to say which and when',
    role: 'admin',
    lists: ['team'],
    tenantData: true,
    answer: (desk, asker, { connectionId }) => subscribeHere(desk, asker, connectionId),
  },
  {
    words: ['subscriptions'],
    usage: 'subscriptions',
    help: 'Which conversations are told of what',
    role: 'admin',
    lists: ['team'],
    tenantData: true,
    answer: (desk, asker) => showSubscriptions(desk, asker),
  },
  {
    words: ['unsubscribe'],
    usage: 'unsubscribe',
    help: 'Tell this conversation of nothing any more',
    role: 'admin',
    lists: ['team'],
    tenantData: true,
    answer: (desk, asker) => unsubscribe(desk, asker),
  },
];

function listIn(rest: string) {
  const wanted = rest.toLowerCase() || 'open';
  return (
    alertLists.find((one) => one === wanted) ??
    refuse('invalid_request', `I know "alerts open" and "alerts snoozed", not "alerts ${rest}".`)
  );
}
