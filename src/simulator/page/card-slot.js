import { renderCard } from './cards.js';
import { element } from './dom.js';
import { readOutcome } from './outcome.js';

/**
 * A card with what its presses lead to. `press(action)` answers what the product said; a card in that answer goes to
 * `onCard(card, hadFocus)`, a notice or an error is shown under the card, which stays as it is.
 */
export function cardSlot(content, press, onCard) {
  const feedback = element('p', { class: 'card-feedback', role: 'status' });
  const slot = element('div', { class: 'card-slot' });
  const frame = renderCard(content, onExecute);

  async function onExecute(action) {
    const finish = startWorking(slot, frame, feedback);
    const outcome = readOutcome(await press(action));
    const hadFocus = finish();
    showFeedback(feedback, outcome);
    if (outcome.card) onCard(outcome.card, hadFocus);
  }

  slot.append(frame, feedback);
  return slot;
}

/** Nothing on the card can be pressed or edited until the returned function is called; that one gives the focus back. */
function startWorking(slot, frame, feedback) {
  const focused = frame.contains(document.activeElement) ? document.activeElement : undefined;
  slot.setAttribute('aria-busy', 'true');
  frame.inert = true;
  showFeedback(feedback, { notice: 'Working…' });
  return function finish() {
    slot.removeAttribute('aria-busy');
    frame.inert = false;
    if (document.activeElement === document.body) focused?.focus();
    return focused !== undefined && document.activeElement === focused;
  };
}

function showFeedback(feedback, { notice, error }) {
  feedback.textContent = error ?? notice ?? '';
  feedback.classList.toggle('is-error', error !== undefined);
  feedback.scrollIntoView({ block: 'nearest' });
}
