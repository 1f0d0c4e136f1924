import { type Authorize, gates } from './access.ts';
import type { Person } from './actors.ts';
import { missingAppRoles } from './app-roles.ts';
import { endsSoon, type NamedCertificate, renewal } from './certificates.ts';
import type { DeadLetter } from './chat.ts';
import { type Connection, type Connections, isPilot } from './connections.ts';
import type { ConsentPort } from './consent/consent-port.ts';
import { isRefusal } from './errors.ts';
import type { GraphRefusal } from './graph-answers.ts';
import type { Via } from './journal.ts';
import type { Posture, ReadPosture } from './posture.ts';
import { dayMs, writtenDay } from './time.ts';

/** One part of the installation: whether it works now, and what to do when not. `stillWorks`: it will not for long. */
export type Part = { name: string; ok: boolean; stillWorks?: true; fix?: string };

export type ConnectionState = {
  connection: Connection;
  /** Whether it was looked at now; else it is told as of the last answer. */
  asked: boolean;
  /** Why there is no token for it now. */
  refusal?: GraphRefusal;
  /** App roles that the token lacks; undefined when nobody has looked. */
  missing?: readonly string[];
  /** What could be read of its settings just now; undefined when it may not be asked for. */
  score?: Posture['score'];
};

export type Status = { version: string; parts: readonly Part[]; connections: readonly ConnectionState[] };

export type StatusPorts = {
  authorize: Authorize;
  connections: Connections;
  consent: Pick<ConsentPort, 'look'>;
  readPosture: ReadPosture;
  version: string;
  parts(organization: string): Promise<readonly Part[]>;
};

export type ReadStatus = (person: Person, via: Via) => Promise<Status>;

const mostRead = 5;

/** How the installation and its connections are. The first connections are really read, as far as the cache lets it. */
export function statusReader(ports: StatusPorts): ReadStatus {
  const { authorize, connections, consent, readPosture, version, parts } = ports;

  async function lookAt(person: Person, via: Via, connection: Connection): Promise<ConnectionState> {
    const reading = await consent.look(connection.tenantId);
    if (reading.status !== 'ok') return { ...asKnown(connection), asked: true, refusal: reading.refusal };
    const looked = { connection, asked: true, missing: missingAppRoles(reading.value) };
    if (!isPilot(connection)) return looked;
    const posture = await readPosture(person, via, { connectionId: connection.id }).catch(nothingIfRefused);
    return { ...looked, ...(posture ? { score: posture.score } : {}) };
  }

  return async function readStatus(person, via) {
    await authorize(person, gates.readStatus, via);
    const listed = await connections.list(person.organization);
    const states = listed.map((one, at) => (at < mostRead ? lookAt(person, via, one) : asKnown(one)));
    return { version, parts: await parts(person.organization), connections: await Promise.all(states) };
  };
}

const lately = 7 * dayMs;

/** Messages that nobody got. */
export function undeliveredPart(letters: readonly DeadLetter[], now: number): Part {
  const late = letters.filter(({ at }) => at > now - lately);
  const [newest] = late;
  if (!newest) return { name: 'Messages', ok: true };
  const many = late.length === 1 ? 'One message was' : `${late.length} messages were`;
  return {
    name: 'Messages',
    ok: false,
    fix: `${many} not delivered in the last 7 days. The last reason: ${newest.why}`,
  };
}

/** The certificate that ends next, once it is time to replace it; that one works now was not tried. */
export function certificatePart(certificates: readonly NamedCertificate[], now: number): readonly Part[] {
  const [first] = certificates.toSorted((one, other) => one.endsAt - other.endsAt);
  if (!first || !endsSoon(first, now)) return [];
  const isOver = first.endsAt <= now;
  const fix = `On ${writtenDay(first.endsAt)} ${first.name} ${isOver ? 'ended' : 'ends'}. ${renewal}`;
  return [{ name: 'Sign-in', ok: false, ...(isOver ? {} : { stillWorks: true }), fix }];
}

function asKnown(connection: Connection): ConnectionState {
  const { appRoles } = connection;
  return { connection, asked: false, ...(appRoles && { missing: missingAppRoles(appRoles) }) };
}

function nothingIfRefused(thrown: unknown): undefined {
  if (!isRefusal(thrown)) throw thrown;
}
