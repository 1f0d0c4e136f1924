import type { InvokeAnswer } from './turn.ts';

/** Universal actions answer with HTTP 200 whenever the bot handled them; the outcome stands in the body. */
export function invokeBody(answer: InvokeAnswer): { statusCode: number; type: string; value: unknown } {
  switch (answer.kind) {
    case 'card':
      return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card };
    case 'message':
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.text };
    case 'error':
      return {
        statusCode: answer.code,
        type: 'application/vnd.microsoft.error',
        value: { code: answer.errorCode, message: answer.message },
      };
  }
}

export const notAPress: InvokeAnswer = {
  kind: 'error',
  code: 400,
  errorCode: 'BadRequest',
  message: 'This button is not one of mine. Ask me for a fresh card.',
};

export const pressFailed: InvokeAnswer = {
  kind: 'error',
  code: 500,
  errorCode: 'InternalError',
  message: 'Something went wrong on my side. Try again, or ask for the current state with "status".',
};

export const stillWorking: InvokeAnswer = {
  kind: 'message',
  text: 'Still working on it. Ask for the current state in a moment.',
};
