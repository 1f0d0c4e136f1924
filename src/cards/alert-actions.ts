import { type Alert, type AlertState, alertState, userOf } from '../core/alerts/alert.ts';
import type { UserOperation } from '../core/operations/operation.ts';
import type { AlertCardFacts } from './alert-frame.ts';
import { isDecidedHere } from './approval-request.ts';
import { canTryRest, turnedOff } from './user-next.ts';

/** The buttons of an alert stand on the shared card for everybody: whose press counts is decided at the press. */
export function alertActions({ alert, operation, here, now }: AlertCardFacts) {
  const state = alertState(alert, now);
  const isFree = isUndecided(alert, operation, state);
  const hasUser = userOf(alert) !== undefined;
  const first = {
    canDecide: operation !== undefined && isDecidedHere(operation, here),
    canContain: hasUser && isFree && state !== 'contained' && state !== 'partly',
    canAcknowledge: isFree && state === 'open',
    ...afterwards(operation, state),
    isOpen: alert.about.kind === 'policy' && !alert.closed,
  };
  return {
    ...first,
    canSnooze: isFree && ['open', 'acknowledged'].includes(state),
    canDismiss: alert.about.kind === 'user' && isFree,
    ...{ hasUser, hasNoUser: !hasUser },
    ...modesBeside(first),
  };
}

/** Nothing runs and nothing waits for a second person. */
function isUndecided({ closed }: Alert, operation: UserOperation | undefined, state: AlertState): boolean {
  return !closed && operation?.state !== 'awaitingApproval' && state !== 'containing';
}

/** Two buttons are shown; where there are fewer, reading more is one of them. */
function modesBeside({ canDecide, ...others }: Record<string, boolean>) {
  const shown = Object.values(others).filter(Boolean).length + (canDecide ? 2 : 0);
  return {
    detailsMode: shown < 2 ? 'primary' : 'secondary',
    refreshMode: shown < 1 ? 'primary' : 'secondary',
  };
}

function afterwards(operation: UserOperation | undefined, state: AlertState) {
  const ended = operation?.state === 'ended' ? operation : undefined;
  return {
    canRetry: ended !== undefined && state === 'partly' && canTryRest(ended),
    canRelease: ended !== undefined && turnedOff(ended),
  };
}
