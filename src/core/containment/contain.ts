import { gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import { within } from '../deadline.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import { draftOperation, type OperationDraftRun } from '../operations/drafts.ts';
import type { Operation, OperationDraft } from '../operations/operation.ts';
import type { Press, Presses } from '../operations/press.ts';
import { lockKey } from '../operations/subjects.ts';
import { findPressed } from '../operations/withdrawn.ts';
import { newestDetections } from '../signals/active-risk.ts';
import type { RiskDetection } from '../signals/signal-port.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import { orBlocked } from './blocked.ts';
import { guardLastAdministrator, guardUser, whyPrivileged } from './guards.ts';
import { containmentSteps } from './results.ts';
import { admit, draftForUser, propose, targetOf, type UserQuestion, type UserVerbPorts } from './user-draft.ts';

/** What a confirmation shows. Either `blocked` says why it cannot be, or `operation` is what can be pressed. */
export type ContainPreview = {
  connection: Connection;
  user: DirectoryUser;
  /** Why this account is never touched. */
  blocked?: string;
  /** Why a second person will have to approve. */
  approval?: string;
  /** What Identity Protection found, newest first, as far as it was known in time. */
  detections: readonly RiskDetection[];
  operation?: Operation;
};

/** `foundBy`: until when what Identity Protection found is waited for; it is only a suggestion. */
export type ContainQuestion = UserQuestion & { foundBy?: number };

export type Contain = {
  preview(actor: Actor, via: Via, question: ContainQuestion): Promise<ContainPreview>;
  /** One call from request to durable outcome: the confirmation is the call itself. */
  now(actor: Actor, via: Via, question: UserQuestion): Promise<OperationDraftRun>;
  /** Tries again what failed the first time, and nothing else. */
  retry(actor: Actor, via: Via, operationId: string): Promise<Press>;
};

export type ContainVerbPorts = UserVerbPorts & { presses: Presses; journal: Pick<Journal, 'deny'> };

/** Identity Protection may make a request wait its turn for more than a second. */
const detectionsMs = 2_500;

export function containVerbs(ports: ContainVerbPorts): Contain {
  const { store, engine, runtime } = ports;

  async function preview(actor: Actor, via: Via, question: ContainQuestion): Promise<ContainPreview> {
    const { user: text, connectionId, foundBy = runtime.now() + detectionsMs } = question;
    const admitted = await admit(ports, gates.contain, actor, via, connectionId);
    const { user, draft } = await draftForUser(ports, 'contain', admitted, text);
    const { connection } = admitted;
    const [verdict, detections] = await Promise.all([
      orBlocked(() => guard(ports, draft, connection, user)),
      detectionsOf(ports, connection, user, foundBy),
    ]);
    const seen = { connection, user, detections, ...verdict };
    return 'blocked' in verdict ? seen : { ...seen, operation: await propose(ports, draft) };
  }

  async function now(actor: Actor, via: Via, { user, connectionId }: UserQuestion): Promise<OperationDraftRun> {
    const admitted = await admit(ports, gates.contain, actor, via, connectionId);
    const draft = draftOperation(runtime, 'contain', await targetOf(ports, admitted, user), admitted);
    return { draft, outcome: engine.run({ draft, from: 'nothing', actor }) };
  }

  async function retry(actor: Actor, via: Via, operationId: string): Promise<Press> {
    const original = await findPressed(ports, { actor, via, verb: gates.contain.verb }, operationId);
    const admitted = await admit(ports, gates.contain, actor, via, original.connection.id);
    const steps = containmentSteps.filter((name) => hasFailed(original, name));
    const newest = (await store.latest(original.organization, [lockKey(original)], 1))[0];
    if (original.verb !== 'contain' || steps.length === 0 || newest?.id !== original.id) refuseRetry();
    const asking = { ...admitted, input: { steps }, reason: original.reason ?? `Tries ${original.id} again` };
    const draft = draftOperation(runtime, 'contain', original.target, asking, original.id);
    const { id } = await propose(ports, draft);
    return ports.presses.execute(actor, via, id);
  }

  return { preview, now, retry };
}

async function guard(ports: UserVerbPorts, draft: OperationDraft, connection: Connection, user: DirectoryUser) {
  const guarded = { draft, connection, user };
  const roles = await guardUser(ports, guarded);
  await guardLastAdministrator(ports.users, guarded, roles, async () => {});
  const approval = whyPrivileged(roles);
  return approval === undefined ? {} : { approval };
}

/** One request for this user alone: the lists of the whole tenant would take two turns. */
async function detectionsOf(
  { signals, runtime }: UserVerbPorts,
  connection: Connection,
  { id }: DirectoryUser,
  foundBy: number,
): Promise<readonly RiskDetection[]> {
  const waitMs = Math.max(0, foundBy - runtime.now());
  const reading = await within(runtime, waitMs, signals.readDetectionsOf(connection, id)).catch(() => undefined);
  return reading?.status === 'ok' ? newestDetections(reading.value).items : [];
}

export function hasFailed({ state, steps }: Operation, name: string): boolean {
  return state === 'ended' && steps.some((step) => step.name === name && step.status !== 'ok');
}

function refuseRetry(): never {
  refuse('precondition_failed', 'There is nothing left to try again here. Look at the user again.');
}
