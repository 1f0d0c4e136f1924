import { faultOf } from './faults.ts';
import type { Transport } from './transport.ts';

/** How one try of one request ended. */
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
      const told = (outcome: Answered['outcome']) => onAnswered({ method: request.method, outcome, ms: now() - from });
      try {
        const response = await transport.send(path, request, signal);
        told(outcomeOf(response.status));
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
