import { fetchMessages, sendPress } from './api.js';
import { createCardViews } from './card-views.js';
import { element } from './dom.js';
import { messageRow } from './message.js';
import { timeline } from './timeline.js';

/** Closer to the end than this, in pixels, the list follows new messages. */
const endMargin = 80;

/** The message list's state. `say(text)` sends a suggested answer. */
export function createConversation({ list, scroller, say }) {
  // A scrolling area must be reachable by keyboard, also while it holds no button.
  scroller.tabIndex = 0;
  return { list, scroller, say, views: createCardViews(), place: {}, messages: [], rows: new Map(), asked: 0 };
}

/** Turns to another person's or conversation's messages: `{person, conversation, threaded}`. */
export async function showPlace(state, place) {
  Object.assign(state, { place, messages: [], rows: new Map() });
  state.list.replaceChildren();
  await refreshMessages(state);
  scrollToEnd(state);
}

/** Asks for the messages again; of several questions under way only the last one's answer is drawn. */
export async function refreshMessages(state) {
  state.asked += 1;
  const { asked, place } = state;
  const messages = await fetchMessages(place.person, place.conversation);
  if (asked !== state.asked) return;
  state.messages = messages;
  draw(state);
}

function draw(state) {
  const { scroller } = state;
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < endMargin;
  const wanted = timeline(state.messages, state.place.threaded);
  const last = state.messages.at(-1);
  const built = wanted.map((row) =>
    keepOrBuild(state, { ...row, hasSuggestions: row.message === last && suggests(last) }),
  );
  state.rows = new Map(built.map((row) => [row.key, row]));
  arrange(state.list, built.length === 0 ? [emptyNote()] : built.map(({ node }) => node));
  if (wasAtEnd) scrollToEnd(state);
}

function keepOrBuild(state, row) {
  const view = row.message && state.views.of(state.place.person, row.message);
  const stamp = JSON.stringify([row, view?.revision]);
  const known = state.rows.get(row.key);
  if (known?.stamp === stamp) return known;
  return { key: row.key, stamp, node: messageRow(row, contextOf(state, row.message, view)) };
}

function contextOf(state, message, view) {
  const { person, conversation } = state.place;
  return {
    person,
    view,
    say: state.say,
    press: ({ verb, data }) =>
      sendPress({ as: person, conversation, press: { activityId: message.activityId, verb, data } }),
    onCard: (card, hadFocus) => showView(state, { person, activityId: message.activityId, card, hadFocus }),
  };
}

function showView(state, { person, activityId, card, hadFocus }) {
  const message = state.messages.find((candidate) => candidate.activityId === activityId);
  if (!message) return;
  state.views.keep(person, message, card);
  draw(state);
  if (hadFocus) state.rows.get(activityId)?.node.querySelector('.card')?.focus();
}

/** Teams offers the suggested answers of the newest message only. */
function suggests(message) {
  return message?.activity.suggestedActions?.actions?.length > 0;
}

function scrollToEnd({ scroller }) {
  scroller.scrollTop = scroller.scrollHeight;
}

/** Puts the nodes in order without touching those that stay, so that focus and half-filled forms survive. */
function arrange(list, nodes) {
  const staying = new Set(nodes);
  for (const child of [...list.children]) if (!staying.has(child)) child.remove();
  let cursor = list.firstElementChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(node, cursor);
  }
}

function emptyNote() {
  return element('li', { class: 'empty' }, 'No messages yet. Say help to see what Bulwark can do.');
}
