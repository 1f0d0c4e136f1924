import manifest from '../../package.json' with { type: 'json' };
import type { Authorize } from '../core/access.ts';
import { approvalWithdrawal, conversationApproval } from '../core/approve-conversation.ts';
import type { NamedCertificate } from '../core/certificates.ts';
import { chatDoor } from '../core/chat-door.ts';
import { consentReceiver } from '../core/consent/consent-answer.ts';
import type { ConsentPort } from '../core/consent/consent-port.ts';
import { consentVerbs } from '../core/consent/consent-verbs.ts';
import { proveDue } from '../core/consent/proving.ts';
import type { ReadPosture } from '../core/posture.ts';
import type { Runtime } from '../core/runtime.ts';
import { certificatePart, type Part, statusReader, undeliveredPart } from '../core/status.ts';
import type { Store } from '../store/open.ts';

export type PeopleParts = {
  store: Store;
  authorize: Authorize;
  readPosture: ReadPosture;
  consent: ConsentPort;
  runtime: Runtime;
  certificates: readonly NamedCertificate[];
  connectLinkTtlMs: number;
  callbackUrl(): string | undefined;
  /** Whose record gets what belongs to nobody. */
  homeOrganization: string;
};

/** Core's verbs about people, conversations and connections. */
export function peopleVerbs(parts: PeopleParts) {
  const { store, authorize, readPosture, consent, runtime, connectLinkTtlMs, callbackUrl } = parts;
  const { connections, conversations, journal, consents: requests, due, organizations } = store;
  const consentPorts = {
    authorize,
    organizations,
    journal,
    connections,
    requests,
    consent,
    due,
    runtime,
    linkTtlMs: connectLinkTtlMs,
    callbackUrl,
  };
  const { version } = manifest;
  return {
    door: chatDoor(journal),
    approveConversation: conversationApproval({ authorize, conversations, journal }),
    withdrawApproval: approvalWithdrawal({ authorize, conversations, journal }),
    consents: consentVerbs(consentPorts),
    receiveConsent: consentReceiver({ requests, journal, runtime, organization: parts.homeOrganization }),
    proveConsents: () => proveDue(consentPorts),
    readStatus: statusReader({
      authorize,
      connections,
      consent,
      readPosture,
      version,
      parts: (organization) => partsOf(parts, organization),
    }),
  };
}

async function partsOf({ store, runtime, certificates }: PeopleParts, organization: string): Promise<readonly Part[]> {
  const isReady = await store.ready();
  const seal = store.journalSeal();
  return [
    { name: 'Store', ok: isReady, fix: 'Nothing can be made durable. Look at the log.' },
    { name: 'Journal', ok: seal === undefined, fix: 'Nothing can be recorded, so nothing is changed. Run the doctor.' },
    ...certificatePart(certificates, runtime.now()),
    undeliveredPart(await store.outbox.deadLetters(organization), runtime.now()),
  ];
}
