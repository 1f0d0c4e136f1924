import { explainCard } from '../cards/explain.ts';
import { helpCard } from '../cards/help.ts';
import { whoamiCard } from '../cards/whoami.ts';
import { holds } from '../core/access.ts';
import type { Role } from '../core/actors.ts';
import { findConnectionByName } from '../core/connections.ts';
import { refuse } from '../core/errors.ts';
import { requirePolicy } from '../core/harden.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { confirmHarden, confirmUndo } from './show-operations.ts';
import { firstPage, showPosture } from './show-posture.ts';

/** What follows the command's word. `connectionId` is set when the text named a connection with `@`. */
export type Said = { typed: string; rest: string; connectionId?: string };

export type Command = {
  /** The first word, exactly; further words mean the same. */
  words: readonly [string, ...string[]];
  usage: string;
  help: string;
  /** Who sees it in the help; core decides who may. */
  role?: Role;
  /** The manifest's command lists it stands in. */
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
      if (rest && rest !== 'all' && rest !== 'open') {
        refuse('invalid_request', `I know "posture all" and "posture open", not "posture ${rest}".`);
      }
      const view = { ...firstPage, ...(rest === 'open' ? { filter: 'open' as const } : {}) };
      return showPosture(desk, asker, view, connectionId === undefined ? {} : { connectionId });
    },
  },
  {
    words: ['explain'],
    usage: 'explain <policy>',
    help: 'What a policy does, who asks for it and what hardening changes',
    role: 'viewer',
    lists: ['personal'],
    tenantData: true,
    answer: explain,
  },
  {
    words: ['harden'],
    usage: 'harden <policy>',
    help: 'Set a policy to its secure value. Asks first',
    role: 'hardener',
    lists: ['personal', 'team'],
    tenantData: true,
    answer: (desk, asker, { rest, connectionId }) =>
      confirmHarden(
        desk,
        asker,
        required(rest, 'Name the policy, for example "harden user_app_registration".'),
        connectionId,
      ),
  },
  {
    words: ['undo'],
    usage: 'undo <op>',
    help: 'Put back what an operation changed. Asks first',
    role: 'hardener',
    lists: ['personal'],
    tenantData: true,
    answer: (desk, asker, { rest }) =>
      confirmUndo(desk, asker, required(rest, 'Give the reference of the operation, for example "undo op_…".')),
  },
  {
    words: ['whoami'],
    usage: 'whoami',
    help: 'Who I think you are and what you may do',
    lists: ['personal'],
    tenantData: false,
    answer: async (_desk, { person, roles, conversation }) => ({
      card: whoamiCard({ ...person, roles, conversation }),
    }),
  },
];

async function explain(desk: Desk, asker: Asker, { rest, connectionId }: Said): Promise<Reply> {
  const policy = requirePolicy(required(rest, 'Name the policy, for example "explain user_app_registration".'));
  const posture = await desk.readPosture(asker.person, asker.via, connectionId === undefined ? {} : { connectionId });
  const row = posture?.rows.find((candidate) => candidate.policy === policy);
  const read = posture && row ? { row, connectionName: posture.connection.name } : {};
  return { card: explainCard({ policy, ...read, mayHarden: holds(asker.roles, 'hardener') }) };
}

/** The help card with just what this person may do. */
export function helpFor(
  { roles }: Pick<Asker, 'roles'>,
  about: { greeting: boolean; unknown?: { typed: string; suggestions: string[] } },
) {
  const mine = commands.filter(({ role }) => !role || holds(roles, role));
  const status = roles.length > 0 ? `Your roles: ${roles.join(', ')}.` : 'You have no role yet. Ask a Bulwark admin.';
  return helpCard({ commands: mine.map(({ usage, help }) => ({ usage, help })), status, ...about });
}

export function findCommand(word: string): Command | undefined {
  return commands.find(({ words }) => words.includes(word));
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
