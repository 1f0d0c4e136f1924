import { type HelpCardFacts, helpCard } from '../cards/help.ts';
import { whoamiCard } from '../cards/whoami.ts';
import { holds } from '../core/access.ts';
import type { Role } from '../core/actors.ts';
import { findConnectionByName } from '../core/connections.ts';
import { refuse } from '../core/errors.ts';
import { alertCommands } from './alert-commands.ts';
import { given } from './button.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { explainPolicy } from './explain-policy.ts';
import { approveHere } from './show-approval.ts';
import { showAudit } from './show-audit.ts';
import { startConnect } from './show-connect.ts';
import { confirmHarden } from './show-operations.ts';
import { proposePlan } from './show-plan.ts';
import { firstPage, showPosture } from './show-posture.ts';
import { showStatus } from './show-status.ts';
import { showTokenPolicies } from './show-token-policies.ts';
import { confirmUndo } from './show-undo.ts';
import { threatCommands } from './threat-commands.ts';

/** What follows the command's word. `connectionId` is set when the text named a connection with `@`. */
export type Said = { typed: string; rest: string; connectionId?: string };

export type Command = {
  /** The first word, exactly; further words mean the same. */
  words: readonly [string, ...string[]];
  usage: string;
  help: string;
  /** Who sees it in the help; core decides who may. */
  role?: Role;
  /** The manifest's command lists it stands in; Teams shows at most 12 of each. */
  lists: readonly ('personal' | 'team')[];
  /** Whether its answer holds tenant data, which only goes to approved conversations. */
  tenantData: boolean;
  answer(desk: Desk, asker: Asker, said: Said): Promise<Reply>;
};

export const commands: readonly Command[] = [
  {
    words: ['help', 'hi', 'hello'],
    usage: 'help',
    help: 'What I can do for you',
    lists: ['personal', 'team'],
    tenantData: false,
    answer: async (_desk, asker, { typed }) => ({ card: helpFor(asker, { greeting: typed !== 'help' }) }),
  },
  {
    words: ['posture'],
    usage: 'posture [all|open]',
    help: "Your tenant's security policies, worst first",
    role: 'viewer',
    lists: ['personal', 'team'],
    tenantData: true,
    async answer(desk, asker, { rest, connectionId }) {
      const filter = rest.toLowerCase() || 'all';
      if (filter !== 'all' && filter !== 'open') {
        refuse('invalid_request', `I know "posture all" and "posture open", not "posture ${rest}".`);
      }
      const view = { ...firstPage, filter } as const;
      return showPosture(desk, asker, view, given('connectionId', connectionId));
    },
  },
  {
    words: ['explain'],
    usage: 'explain <policy>',
    help: 'What a policy does, who asks for it and what hardening changes',
    role: 'viewer',
    lists: [],
    tenantData: true,
    answer: (desk, asker, { rest, connectionId }) =>
      explainPolicy(
        desk,
        asker,
        required(rest, 'Name the policy, for example "explain user_app_registration".').toLowerCase(),
        connectionId,
      ),
  },
  {
    words: ['harden'],
    usage: 'harden <policy>|all',
    help: 'Set a policy, or all that are easy to, to the secure value. Asks first',
    role: 'hardener',
    lists: ['personal', 'team'],
    tenantData: true,
    answer(desk, asker, { rest, connectionId }) {
      const key = required(rest, 'Name the policy, for example "harden user_app_registration".').toLowerCase();
      return key === 'all' ? proposePlan(desk, asker, connectionId) : confirmHarden(desk, asker, key, connectionId);
    },
  },
  ...threatCommands,
  ...alertCommands,
  {
    words: ['policies'],
    usage: 'policies',
    help: 'Token policies: what each does and what it is assigned to',
    role: 'viewer',
    lists: [],
    tenantData: true,
    answer: (desk, asker, { connectionId }) => showTokenPolicies(desk, asker, { connectionId }),
  },
  {
    words: ['undo'],
    usage: 'undo <op>',
    help: 'Put back what an operation changed. Asks first',
    role: 'hardener',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker, { rest }) =>
      confirmUndo(
        desk,
        asker,
        required(rest, 'Give the reference of the operation, for example "undo op_…".').toLowerCase(),
      ),
  },
  {
    words: ['audit'],
    usage: 'audit',
    help: "What was done with Bulwark, newest first. Yours; for admins everybody's",
    role: 'viewer',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker) => showAudit(desk, asker),
  },
  {
    words: ['connect'],
    usage: 'connect [domain or tenant id]',
    help: 'A link by which a tenant consents to Bulwark, in a 1:1 chat',
    role: 'admin',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker, { rest, connectionId }) =>
      startConnect(desk, asker, {
        ...(rest ? { typed: rest } : {}),
        ...given('connectionId', connectionId),
      }),
  },
  {
    words: ['approve'],
    usage: 'approve [operators]',
    help: "Let this conversation see tenant data, or get the operators' notices; its card takes that back",
    role: 'admin',
    lists: ['team'],
    tenantData: false,
    answer: (desk, asker, { rest }) => approveHere(desk, asker, rest),
  },
  {
    words: ['status'],
    usage: 'status',
    help: 'How Bulwark and its connections are',
    role: 'viewer',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker) => showStatus(desk, asker),
  },
  {
    words: ['whoami'],
    usage: 'whoami',
    help: 'Who I think you are and what you may do',
    lists: [],
    tenantData: false,
    answer: whoAmI,
  },
];

/** The help card with just what this person may do. */
export function helpFor(
  { roles }: Pick<Asker, 'roles'>,
  about: Pick<HelpCardFacts, 'greeting' | 'unknown' | 'installedBy'>,
) {
  const mine = commands.filter(({ role }) => !role || holds(roles, role));
  const status = roles.length > 0 ? `Your roles: ${roles.join(', ')}.` : 'You have no role yet. Ask a Bulwark admin.';
  const mayRead = holds(roles, 'viewer');
  return helpCard({ commands: mine.map(({ usage, help }) => ({ usage, help })), mayRead, status, ...about });
}

export function findCommand(word: string): Command | undefined {
  return commands.find(({ words }) => words.includes(word));
}

async function whoAmI(desk: Desk, { person, roles, conversation }: Asker): Promise<Reply> {
  const organization = (await desk.organizations.find(person.organization))?.name ?? 'your organization';
  return { card: whoamiCard({ ...person, organization, roles, conversation }) };
}

/** `posture open @Fabrikam Ltd` → the rest without the name, and the connection it means. */
export async function readSaid(desk: Desk, asker: Asker, typed: string, text: string): Promise<Said> {
  const [, rest = '', name] = /^(.*?)(?:(?:^|\s)@(.+))?$/.exec(text) ?? [];
  if (name === undefined) return { typed, rest: rest.trim() };
  const connection = await findConnectionByName(desk.connections, asker.person.organization, name.trim());
  return { typed, rest: rest.trim(), connectionId: connection.id };
}

function required(rest: string, otherwise: string): string {
  return rest || refuse('invalid_request', otherwise);
}
