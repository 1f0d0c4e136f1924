import { sendText } from './api.js';
import { element, fill } from './dom.js';
import { createFinder } from './finder.js';
import { icon } from './icons.js';
import { unreachable } from './outcome.js';

const notMentioned = 'Bulwark will not receive this message: it is not mentioned.';

/** The compose box. In a channel the bot receives only what mentions it, so the mention is a visible switch, on at first. */
export function createComposer(footer, onSent) {
  const composer = { ...drawParts(), place: {}, onSent };
  composer.finder = createFinder(composer);
  const { box, mention, form } = composer;
  box.addEventListener('keydown', (event) => sendOnEnter(event, form));
  mention.addEventListener('click', () => setMention(composer, !isMentioning(composer)));
  form.addEventListener('submit', (event) => submit(event, composer));
  form.insertBefore(composer.finder.button, form.lastElementChild);
  fill(footer, composer.typing, composer.problem, composer.finder.panel, form, composer.hint);
  return composer;
}

/** Writes to another conversation from now on: `{person, conversation, threaded}`. */
export function composeFor(composer, place) {
  composer.place = place;
  composer.box.placeholder = place.threaded ? 'Start a new post' : 'Type a message';
  composer.mention.hidden = !place.threaded;
  composer.problem.textContent = '';
  composer.finder.close();
  setMention(composer, true);
}

export async function send(composer, text) {
  const { person, conversation, threaded } = composer.place;
  composer.problem.textContent = '';
  const answer = await sendText({ as: person, conversation, text, mention: !threaded || isMentioning(composer) });
  if (answer.status < 200 || answer.status >= 400) composer.problem.textContent = unreachable(answer.status);
  composer.onSent();
}

export function setTyping(composer, isTyping) {
  composer.typing.textContent = isTyping ? 'Bulwark is typing…' : '';
}

function drawParts() {
  const typing = element('p', { class: 'typing', role: 'status' });
  const problem = element('p', { class: 'problem', role: 'alert' });
  const hint = element('p', { class: 'hint', id: 'mention-hint' });
  const box = element('textarea', { id: 'message', rows: '1', 'aria-label': 'Type a message' });
  const describedBy = { 'aria-describedby': hint.id, title: 'Mention Bulwark, so that it receives the message' };
  const mention = element('button', { type: 'button', class: 'mention-switch', ...describedBy }, '@Bulwark');
  const button = element(
    'button',
    { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send' },
    icon('send'),
  );
  return { typing, problem, hint, box, mention, form: element('form', {}, mention, box, button) };
}

function submit(event, composer) {
  event.preventDefault();
  const text = composer.box.value.trim();
  if (text === '') return;
  composer.box.value = '';
  send(composer, text);
}

function sendOnEnter(event, form) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
}

function setMention(composer, isOn) {
  composer.mention.setAttribute('aria-pressed', String(isOn));
  composer.hint.textContent = isOn || !composer.place.threaded ? '' : notMentioned;
}

function isMentioning({ mention }) {
  return mention.getAttribute('aria-pressed') === 'true';
}
