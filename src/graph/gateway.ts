import { randomUUID } from 'node:crypto';
import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { GraphRefusal } from '../core/graph-answers.ts';
import { answerOf, errorIn } from './answer.ts';
import { circumstances, type GraphCall, type Sent, type Trip } from './call.ts';
import { type Fault, faultOf } from './faults.ts';
import { chain } from './middleware.ts';
import { judge, refusalOf } from './refusals.ts';
import { type GatewayParts, stepsOf } from './steps.ts';

export type Gateway = {
  /** One Graph request with its retries. Throws only for what is not on the egress list. */
  send(call: GraphCall): Promise<Sent>;
  /** Told of what was refused inside an answer that as a whole was a success. */
  hear(tenantId: string, refusal: GraphRefusal): void;
};

export function openGateway(parts: GatewayParts): Gateway {
  async function send(call: GraphCall): Promise<Sent> {
    const trip: Trip = { granted: [], maybeDone: false };
    const middleware = chain(stepsOf(parts, call, trip));
    const client = Client.initWithMiddleware({ baseUrl: parts.cloud.graphUrl, defaultVersion: 'v1.0', middleware });
    try {
      const sent = await settle(await request(client, call), call, trip);
      if (!sent.ok) hear(call.tenantId, sent.refusal);
      return sent;
    } catch (thrown) {
      return lost(faultOf(thrown), trip);
    }
  }

  function hear(tenantId: string, refusal: GraphRefusal): void {
    parts.onNews(tenantId, { from: 'graph', refusal });
  }

  return { send, hear };
}

/** Without it, Graph calls every member that was added to an enumeration later `unknownFutureValue`. */
const everyEnumMember = 'include-unknown-enum-members';

function request(client: Client, { method, path, body, purpose }: GraphCall): Promise<Response> {
  const headers = {
    'client-request-id': randomUUID(),
    ...(purpose === 'read' ? { prefer: everyEnumMember } : { 'x-ms-throttle-priority': 'high' }),
  };
  const prepared = client.api(path).headers(headers).responseType(ResponseType.RAW);
  if (method === 'GET') return prepared.get();
  if (method === 'DELETE') return prepared.delete();
  if (method === 'PUT') return prepared.put(body);
  return method === 'POST' ? prepared.post(body) : prepared.patch(body);
}

async function settle(response: Response, call: GraphCall, trip: Trip): Promise<Sent> {
  const answer = await answerOf(response);
  if (response.ok) return { ok: true, body: answer.body, granted: trip.granted };
  const { refusal } = judge(answer, circumstances(call, trip));
  return { ok: false, status: answer.status, message: errorIn(answer).message, refusal, maybeDone: trip.maybeDone };
}

/** A success that cannot be read may be one all the same. */
function lost(fault: Fault, { maybeDone }: Trip): Sent {
  if (fault.fault === 'denied') throw new Error(`egress_denied: ${fault.method} ${fault.path} is not on the list.`);
  const unreadable = fault.fault === 'badResponse' && !(fault.status >= 300 && fault.status < 500);
  return { ok: false, refusal: refusalOf(fault), maybeDone: maybeDone || unreadable };
}
