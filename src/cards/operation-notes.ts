import type { PolicyOperation, PolicyResult } from '../core/operations/operation.ts';
import { lacksBefore } from './operation-actions.ts';
import type { Values } from './outcome.ts';
import { refusalWords } from './refusals.ts';
import { capitalized, plain } from './text.ts';

const maxRefused = 500;

/** What a person has to know beyond the header, in sentences. */
export function operationNotes(operation: PolicyOperation, values: Values): string[] {
  if (operation.state === 'expired') return ['Start again to get a new confirmation.'];
  if (operation.state === 'running') return ['This can take a few seconds. The card updates by itself.'];
  const { result } = operation;
  if (operation.state !== 'ended' || !result) return [];
  if (result.refused !== undefined) return [plain(result.refused, maxRefused)];
  return [
    interruptedNote(operation, values),
    checkNote(operation, result),
    refusalNote(operation, result),
    lacksBefore(operation) ? 'Bulwark did not record the earlier value. To go back, change it in Entra.' : '',
  ].filter((note) => note !== '');
}

function interruptedNote({ interrupted, result }: PolicyOperation, { now }: Values): string {
  if (!interrupted) return '';
  return result?.now === undefined
    ? 'Bulwark was stopped while working, and a later read did not succeed.'
    : `Bulwark was stopped while working; a later read shows ${now}.`;
}

function checkNote({ steps }: PolicyOperation, { applied, verified }: PolicyResult): string {
  if (verified) return '';
  if (applied)
    return 'Microsoft Graph accepted the change but can take minutes to show it. Look at the posture again later.';
  return steps.some(({ status }) => status === 'unknown')
    ? 'The change may or may not have taken effect. Look at the posture again in a few minutes before you try again.'
    : '';
}

/** Consent is asked for by name: it is the one refusal that a press can mend. */
function refusalNote({ steps }: PolicyOperation, { needsReconsent, applied }: PolicyResult): string {
  const refusal = steps.find(({ status }) => status === 'failed')?.refusal;
  const kept = applied ? ' What already worked stays in place.' : '';
  if (needsReconsent) {
    return `Bulwark's permission to make this change is missing or has expired. An admin must grant consent again; then try again.${kept}`;
  }
  return refusal ? `${capitalized(refusalWords(refusal).why)}. ${refusalWords(refusal).fix}${kept}` : '';
}
