import { insertFind, searchFinds } from './api.js';
import { element, fill } from './dom.js';
import { icon } from './icons.js';

/** Teams waits so long after a key before it asks the app. */
const pauseMs = 300;

/** The app's search in the compose box: a button that opens a panel, in which a find is picked and sent. */
export function createFinder(composer) {
  const finder = { ...drawParts(), composer, asked: 0, timer: undefined, close: () => close(finder) };
  const { button, panel, box } = finder;
  button.addEventListener('click', () => (panel.hidden ? open(finder) : close(finder)));
  box.addEventListener('input', () => {
    clearTimeout(finder.timer);
    finder.timer = setTimeout(() => search(finder), pauseMs);
  });
  panel.addEventListener('keydown', (event) => closeOnEscape(event, finder));
  return finder;
}

function drawParts() {
  const label = 'Search risky users';
  const attributes = { type: 'button', class: 'find-button', 'aria-label': label, title: label };
  const button = element(
    'button',
    { ...attributes, 'aria-expanded': 'false', 'aria-controls': 'finder' },
    icon('search'),
  );
  const box = element('input', { type: 'search', class: 'find-box', placeholder: 'Part of a name, or a level' });
  box.setAttribute('aria-label', 'User');
  const notice = element('p', { class: 'find-notice', role: 'status' });
  const list = element('ul', { class: 'finds', 'aria-label': 'Risky users' });
  const title = element('h2', { class: 'find-title' }, 'Bulwark: Risky users');
  const panel = element('section', { class: 'finder', id: 'finder', 'aria-label': label, hidden: true });
  panel.append(title, box, notice, list);
  return { button, panel, box, notice, list };
}

function open(finder) {
  finder.panel.hidden = false;
  finder.button.setAttribute('aria-expanded', 'true');
  finder.box.value = '';
  finder.box.focus();
  search(finder);
}

function close(finder) {
  clearTimeout(finder.timer);
  finder.asked += 1;
  if (finder.panel.contains(document.activeElement)) finder.button.focus();
  finder.panel.hidden = true;
  finder.button.setAttribute('aria-expanded', 'false');
  fill(finder.list);
}

function closeOnEscape(event, finder) {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  close(finder);
}

/** Of several questions under way only the last one's answer is shown. */
async function search(finder) {
  finder.asked += 1;
  const { asked, composer, box } = finder;
  finder.notice.textContent = 'Searching…';
  const { person, conversation } = composer.place;
  const { finds, notice = '' } = await searchFinds({ as: person, conversation, query: box.value.trim() });
  if (asked !== finder.asked) return;
  finder.notice.textContent = notice;
  fill(finder.list, ...finds.map((find) => findRow(finder, find)));
}

function findRow(finder, { title, text, value }) {
  const words = [element('span', { class: 'find-name' }, title), element('span', { class: 'find-detail' }, text)];
  return element('li', {}, element('button', { type: 'button', onclick: () => pick(finder, value) }, ...words));
}

async function pick(finder, value) {
  const { composer, list, notice } = finder;
  const { person, conversation } = composer.place;
  list.inert = true;
  notice.textContent = 'Inserting…';
  const refused = await insertFind({ as: person, conversation, insert: value });
  list.inert = false;
  notice.textContent = refused ?? '';
  if (refused !== undefined) return;
  close(finder);
  composer.box.focus();
  composer.onSent();
}
