import { gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { Via } from '../journal.ts';
import { draftOperation, type OperationDraftRun } from '../operations/drafts.ts';
import type { Operation } from '../operations/operation.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import { orBlocked } from './blocked.ts';
import { guardUser, whyPrivileged } from './guards.ts';
import { findReleasable } from './releasable.ts';
import { refuseNotOurs } from './release-work.ts';
import { admit, draftForUser, propose, targetOf, type UserQuestion, type UserVerbPorts } from './user-draft.ts';

/** What a confirmation shows. `operation` is absent when the account is on already, or `blocked` says why not. */
export type ReleasePreview = {
  connection: Connection;
  user: DirectoryUser;
  /** The containment that this takes back. */
  original?: Operation;
  blocked?: string;
  approval?: string;
  operation?: Operation;
};

export type Release = {
  preview(actor: Actor, via: Via, question: UserQuestion): Promise<ReleasePreview>;
  now(actor: Actor, via: Via, question: UserQuestion): Promise<OperationDraftRun>;
};

export function releaseVerbs(ports: UserVerbPorts): Release {
  async function preview(actor: Actor, via: Via, { user: text, connectionId }: UserQuestion): Promise<ReleasePreview> {
    const admitted = await admit(ports, gates.release, actor, via, connectionId);
    const { user, draft } = await draftForUser(ports, 'release', admitted, text);
    const { connection } = admitted;
    if (user.accountEnabled) return { connection, user };
    const original = (await findReleasable(ports.store, draft)) ?? refuseNotOurs();
    const seen = { connection, user, original };
    const roles = await orBlocked(() => guardUser(ports, { draft, connection, user }));
    if ('blocked' in roles) return { ...seen, ...roles };
    const approval = whyPrivileged(roles);
    const asked = { ...draft, of: original.id };
    return { ...seen, ...(approval === undefined ? {} : { approval }), operation: await propose(ports, asked) };
  }

  async function now(actor: Actor, via: Via, { user, connectionId }: UserQuestion): Promise<OperationDraftRun> {
    const admitted = await admit(ports, gates.release, actor, via, connectionId);
    const draft = draftOperation(ports.runtime, 'release', await targetOf(ports, admitted, user), admitted);
    const original = await findReleasable(ports.store, draft);
    const asked = original ? { ...draft, of: original.id } : draft;
    return { draft: asked, outcome: ports.engine.run({ draft: asked, from: 'nothing', actor }) };
  }

  return { preview, now };
}
