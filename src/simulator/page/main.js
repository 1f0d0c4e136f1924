import { addressOf, readAddress } from './address.js';
import { fetchWorld, listen } from './api.js';
import { composeFor, createComposer, send, setTyping } from './composer.js';
import { createConversation, refreshMessages, showPlace } from './conversation.js';
import { fill } from './dom.js';
import { openMenu } from './menu.js';
import { personItems, personLabel } from './people.js';
import { drawHeader, drawList, drawRail } from './places.js';
import { createThemeSwitch } from './theme.js';
import { createTyping } from './typing.js';
import { createWorldMenu } from './world-menu.js';

const banner = part('banner');
const personButton = part('person');
const world = await fetchWorld().catch((error) => {
  tell('The simulated world does not answer. Start it, then reload this page.');
  throw error;
});
const composer = createComposer(part('composer'), () => refresh());
const conversation = createConversation({
  list: part('messages'),
  scroller: part('scroller'),
  say: (text) => send(composer, text),
});
const typing = createTyping((isTyping) => setTyping(composer, isTyping));
const unread = new Set();
let at = readAddress(world);
let listeningAs;
let stopListening = () => {};

createThemeSwitch(part('theme'), at.theme, (theme) => go({ theme }, 'replaceState'));
createWorldMenu(part('world'), world, tell);
personButton.addEventListener('click', () =>
  openMenu(personButton, personItems(world.people, at.person, choosePerson)),
);
window.addEventListener('popstate', () => turnTo(readAddress(world)));
await turnTo(at);
document.documentElement.dataset.ready = '';

function choosePerson(person) {
  go({ person });
}

function chooseConversation(alias) {
  go({ conversation: alias });
}

async function go(change, how = 'pushState') {
  const next = { ...at, ...change };
  window.history[how](null, '', addressOf(next));
  if (how === 'pushState') await turnTo(next);
  else at = next;
}

/** Draws everything for a person and a conversation. Without one, a wide page shows the first and a narrow one the list. */
async function turnTo(next) {
  const isOtherPerson = next.person !== at.person;
  at = next;
  if (isOtherPerson) unread.clear();
  unread.delete(shown().alias);
  typing.stop();
  document.body.dataset.pane = at.conversation ? 'conversation' : 'list';
  drawPlaces();
  listenAs(at.person);
  const place = { person: at.person, conversation: shown().alias, threaded: shown().type === 'channel' };
  composeFor(composer, place);
  await showPlace(conversation, place).catch(() =>
    tell('The messages could not be loaded. Reload the page to try again.'),
  );
}

function drawPlaces() {
  const person = world.people.find(({ alias }) => alias === at.person);
  fill(personButton, ...personLabel(person));
  drawRail(part('rail'), world.conversations, shown(), chooseConversation);
  const hasNews = unread.size > 0;
  drawHeader(part('header'), shown(), { hasNews, onBack: () => chooseConversation(undefined) });
  drawList(part('list'), world.conversations, { current: shown().alias, unread, onSelect: chooseConversation });
  document.title = `${hasNews ? '● ' : ''}${shown().name} · ${person.name}`;
}

function shown() {
  return world.conversations.find(({ alias }) => alias === at.conversation) ?? world.conversations[0];
}

function listenAs(person) {
  if (person === listeningAs) return;
  listeningAs = person;
  stopListening();
  stopListening = listen(person, {
    message: onNews,
    edit: onNews,
    delete: onNews,
    typing: (event) => event.conversation === shown().alias && typing.start(),
    connection: onConnection,
  });
}

function onNews(event) {
  if (event.conversation === shown().alias) {
    typing.stop();
    refresh();
    return;
  }
  unread.add(event.conversation);
  drawPlaces();
}

function onConnection(isUp) {
  tell(isUp ? '' : 'The connection to the simulated world is lost. Trying again…');
  if (isUp) refresh();
}

function refresh() {
  refreshMessages(conversation).catch(() => onConnection(false));
}

function tell(text) {
  banner.textContent = text;
  banner.hidden = text === '';
}

function part(id) {
  return document.getElementById(id);
}
