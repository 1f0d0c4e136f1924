import { gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { Via } from '../journal.ts';
import type { Operation } from '../operations/operation.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import { orBlocked } from './blocked.ts';
import { guardUser, whyPrivileged } from './guards.ts';
import type { RiskVerb } from './risk-work.ts';
import { admit, draftForUser, propose, type UserQuestion, type UserVerbPorts } from './user-draft.ts';

/** What a confirmation shows. Either `blocked` says why it cannot be, or `operation` is what can be pressed. */
export type RiskPreview = {
  verb: RiskVerb;
  connection: Connection;
  user: DirectoryUser;
  blocked?: string;
  approval?: string;
  operation?: Operation;
};

export type RateRisk = {
  preview(actor: Actor, via: Via, verb: RiskVerb, question: UserQuestion): Promise<RiskPreview>;
};

export function rateRiskVerbs(ports: UserVerbPorts): RateRisk {
  return {
    async preview(actor, via, verb, { user: text, connectionId }) {
      const admitted = await admit(ports, gates.rateRisk, actor, via, connectionId);
      const { user, draft } = await draftForUser(ports, verb, admitted, text);
      const { connection } = admitted;
      const seen = { verb, connection, user };
      const roles = await orBlocked(() => guardUser(ports, { draft, connection, user }));
      if ('blocked' in roles) return { ...seen, ...roles };
      const approval = whyPrivileged(roles);
      return { ...seen, ...(approval === undefined ? {} : { approval }), operation: await propose(ports, draft) };
    },
  };
}
