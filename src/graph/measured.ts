import { isObject } from '../core/policies/compare.ts';
import { faultOf } from './faults.ts';
import type { Transport } from './transport.ts';

/** How one try of one request ended, or of one reading inside a batch. */
export type Answered = {
  method: string;
  outcome: 'ok' | 'refused' | 'throttled' | 'failed' | 'unanswered';
  ms: number;
};

/** The transport, with every try told. */
export function measured(transport: Transport, now: () => number, onAnswered: (answered: Answered) => void): Transport {
  return {
    ...transport,
    async send(path, request, signal) {
      const from = now();
      const told = (outcome: Answered['outcome'], method: string = request.method) =>
        onAnswered({ method, outcome, ms: now() - from });
      try {
        const response = await transport.send(path, request, signal);
        told(outcomeOf(response.status));
        for (const status of await statusesIn(path, response)) told(outcomeOf(status), 'GET');
        return response;
      } catch (thrown) {
        told(faultOf(thrown).fault === 'badResponse' ? 'failed' : 'unanswered');
        throw thrown;
      }
    },
  };
}

function outcomeOf(status: number): Answered['outcome'] {
  if (status < 400) return 'ok';
  if (status === 429) return 'throttled';
  return status < 500 ? 'refused' : 'failed';
}

/** Of the readings in a batch: Graph meters each by itself, and says so only inside. */
async function statusesIn(path: string, response: Response): Promise<readonly number[]> {
  if (!path.endsWith('/$batch')) return [];
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const responses = isObject(body) && Array.isArray(body['responses']) ? body['responses'] : [];
  return responses.flatMap((one) => (isObject(one) && Number.isInteger(one['status']) ? [Number(one['status'])] : []));
}
