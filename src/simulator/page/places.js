import { element, fill } from './dom.js';
import { icon } from './icons.js';
import { avatar } from './people.js';

const kinds = [
  { type: 'personal', app: 'Chat', picture: 'chat' },
  { type: 'channel', app: 'Teams', picture: 'teams' },
];

/** The rail: the two apps, each leading to its first conversation. */
export function drawRail(rail, conversations, current, onSelect) {
  const buttons = kinds.map(({ type, app, picture }) => {
    const first = conversations.find((conversation) => conversation.type === type);
    const attributes = { type: 'button', class: 'rail-button', 'aria-current': current?.type === type && 'true' };
    return element('button', { ...attributes, onclick: () => onSelect(first.alias) }, icon(picture), app);
  });
  fill(rail, ...buttons);
}

/** The conversation list, one section for chats and one per team. */
export function drawList(list, conversations, { current, unread, onSelect }) {
  const sections = Map.groupBy(conversations, ({ type, team }) => (type === 'personal' ? 'Chat' : (team ?? 'Teams')));
  const drawn = [...sections].map(([title, members]) =>
    element(
      'section',
      {},
      element('h2', { class: 'list-title' }, title),
      element('ul', {}, ...members.map((member) => element('li', {}, listButton(member, current, unread, onSelect)))),
    ),
  );
  fill(list, ...drawn);
}

/** The conversation's own header; the back button shows only where list and conversation take turns. */
export function drawHeader(header, conversation, { hasNews, onBack }) {
  const { name, type, team } = conversation;
  const back = {
    class: hasNews ? 'back has-news' : 'back',
    'aria-label': hasNews ? 'Back to conversations, new messages' : 'Back to conversations',
  };
  fill(
    header,
    element('button', { type: 'button', ...back, onclick: onBack }, icon('back')),
    pictureOf(conversation),
    element(
      'div',
      { class: 'header-text' },
      element('h2', { id: 'conversation-name' }, name),
      element('p', {}, type === 'personal' ? 'Personal chat with the app' : (team ?? 'Channel')),
    ),
  );
}

function listButton(conversation, current, unread, onSelect) {
  const { alias, name } = conversation;
  const isUnread = unread.has(alias);
  return element(
    'button',
    {
      type: 'button',
      class: isUnread ? 'list-button is-unread' : 'list-button',
      'data-conversation': alias,
      'aria-current': alias === current && 'true',
      onclick: () => onSelect(alias),
    },
    pictureOf(conversation),
    element('span', { class: 'list-name' }, name),
    isUnread ? element('span', { class: 'visually-hidden' }, ', new messages') : null,
  );
}

function pictureOf({ name, type }) {
  if (type === 'personal') return avatar(name, true);
  return element('span', { class: 'channel-mark', 'aria-hidden': 'true' }, '#');
}
