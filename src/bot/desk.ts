import type { Card } from '../cards/card.ts';
import type { Person, Role } from '../core/actors.ts';
import type { AlertDigestVerbs } from '../core/alerts/alert-digest-verbs.ts';
import type { AlertVerbs } from '../core/alerts/alert-verbs.ts';
import type { SubscriptionVerbs } from '../core/alerts/subscription-verbs.ts';
import type { ApproveConversation, WithdrawApproval } from '../core/approve-conversation.ts';
import type { Conversation, Conversations, Outbox, ShownCard, ShownCards } from '../core/chat.ts';
import type { ChatDoor } from '../core/chat-door.ts';
import type { Connections } from '../core/connections.ts';
import type { Consents } from '../core/consent/consent-verbs.ts';
import type { Contain } from '../core/containment/contain.ts';
import type { LastActs } from '../core/containment/last-act.ts';
import type { RateRisk } from '../core/containment/rate-risk.ts';
import type { Release } from '../core/containment/release.ts';
import type { DigestVerbs } from '../core/digest/digest-verbs.ts';
import type { Exceptions } from '../core/exceptions/exception-verbs.ts';
import type { Harden } from '../core/harden.ts';
import type { Via } from '../core/journal.ts';
import type { Approvals } from '../core/operations/approval.ts';
import type { History } from '../core/operations/history.ts';
import type { Presses } from '../core/operations/press.ts';
import type { PutBackOn } from '../core/operations/put-back.ts';
import type { Organizations } from '../core/organizations.ts';
import type { Plans } from '../core/plans/plan.ts';
import type { HardenAll } from '../core/plans/plan-verbs.ts';
import type { ReadPosture } from '../core/posture.ts';
import type { Runtime } from '../core/runtime.ts';
import type { ReadThreats } from '../core/signals/read-threats.ts';
import type { ReadStatus } from '../core/status.ts';
import type { ReadTokenPolicies } from '../core/token-policies/read.ts';
import type { WriteTokenPolicies } from '../core/token-policies/write.ts';
import type { Undo } from '../core/undo.ts';
import type { ReadUser } from '../core/users/read-user.ts';
import type { WritePrivately } from './private-message.ts';
import type { NameOf, StandingOf } from './standing.ts';

/** Everything of core that a command or button may ask. */
export type Desk = {
  readPosture: ReadPosture;
  harden: Harden;
  exceptions: Exceptions;
  hardenAll: HardenAll;
  plans: Pick<Plans, 'find'>;
  undo: Undo;
  tokenPolicies: ReadTokenPolicies & WriteTokenPolicies;
  presses: Presses;
  history: History;
  readThreats: ReadThreats;
  readUser: ReadUser;
  lastActs: LastActs;
  putBackOn: PutBackOn;
  contain: Contain;
  release: Release;
  rateRisk: RateRisk;
  approvals: Approvals;
  alerts: AlertVerbs;
  alertDigests: AlertDigestVerbs;
  digests: DigestVerbs;
  subscriptions: SubscriptionVerbs;
  readStatus: ReadStatus;
  approveConversation: ApproveConversation;
  withdrawApproval: WithdrawApproval;
  consents: Consents;
  door: ChatDoor;
  connections: Connections;
  rolesOf(person: Person): Promise<readonly Role[]>;
  organizations: Pick<Organizations, 'find'>;
  conversations: Conversations;
  shown: ShownCards;
  outbox: Outbox;
  runtime: Runtime;
  standingOf: StandingOf;
  nameOf: NameOf;
  writePrivately: WritePrivately;
  /** The organization whose people chat from this Entra tenant. */
  organizationOf(tenantId: string): string | undefined;
};

/** Who asks, where, and what they may do at this moment: for buttons only, core asks again. */
export type Asker = {
  person: Person;
  roles: readonly Role[];
  conversation: Conversation;
  via: Via;
  /** What Teams calls the person towards this bot; unknown when nobody is there. */
  userId?: string;
  /** The message whose card was pressed. */
  pressedOn?: string;
  /** When a press is answered whatever is there by then. */
  answerBy?: number;
};

/** `about`: what the message is kept true about, once it is sent. */
export type Reply = { card: Card; about?: Pick<ShownCard, 'kind' | 'subject' | 'connectionId'> };

/** The remembered message a press came from; undefined when the bot never sent it. */
export async function pressedCard(
  desk: Pick<Desk, 'shown'>,
  { via, pressedOn }: Asker,
): Promise<ShownCard | undefined> {
  return pressedOn === undefined ? undefined : desk.shown.find(via.conversation ?? '', pressedOn);
}
