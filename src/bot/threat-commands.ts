import { riskFilters } from '../cards/risky.ts';
import { refuse } from '../core/errors.ts';
import { given } from './button.ts';
import type { Command, Said } from './commands.ts';
import { confirmContain, confirmRelease } from './show-containment.ts';
import { firstRisky, showRisky, showUser } from './show-threats.ts';

export const threatCommands: readonly Command[] = [
  {
    words: ['risky'],
    usage: 'risky [high|medium|low]',
    help: 'Users at risk, worst first',
    role: 'viewer',
    lists: ['personal', 'team'],
    tenantData: true,
    answer: (desk, asker, { rest, connectionId }) =>
      showRisky(desk, asker, { ...firstRisky, level: levelIn(rest) }, given('connectionId', connectionId)),
  },
  {
    words: ['user'],
    usage: 'user <upn or id>',
    help: 'What is known about one user',
    role: 'viewer',
    lists: ['personal', 'team'],
    tenantData: true,
    answer: (desk, asker, said) => showUser(desk, asker, userIn(said, 'user')),
  },
  {
    words: ['contain'],
    usage: 'contain <upn or id>',
    help: 'Disable a user and sign them out everywhere. Asks first',
    role: 'responder',
    lists: ['personal', 'team'],
    tenantData: true,
    answer: (desk, asker, said) => confirmContain(desk, asker, userIn(said, 'contain')),
  },
  {
    words: ['release'],
    usage: 'release <upn or id>',
    help: 'Turn an account on again that Bulwark disabled. Asks first',
    role: 'responder',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker, said) => confirmRelease(desk, asker, userIn(said, 'release')),
  },
];

function levelIn(rest: string) {
  const wanted = rest.toLowerCase() || 'all';
  return (
    riskFilters.find((level) => level === wanted) ??
    refuse('invalid_request', `I know "risky", "risky high", "risky medium" and "risky low", not "risky ${rest}".`)
  );
}

function userIn({ rest, connectionId }: Said, word: string) {
  const user = rest || refuse('invalid_request', `Name the user, for example "${word} user@contoso.com".`);
  return { user, ...given('connectionId', connectionId) };
}
