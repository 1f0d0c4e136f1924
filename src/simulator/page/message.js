import { cardSlot } from './card-slot.js';
import { element } from './dom.js';
import { markdownToHtml, mentionsIn, splitMentions } from './markdown.js';
import { cardType } from './outcome.js';
import { avatar } from './people.js';
import { clockTime, fullTime } from './timeline.js';

/** Teams shows the first three. */
const maxSuggestions = 3;

/** One row of the conversation. `context` is `{person, view, press, onCard, say}`; `view` replaces the message's card. */
export function messageRow(row, context) {
  if (row.day) return element('li', { class: 'day' }, element('span', {}, row.day));
  const { message } = row;
  return element(
    'li',
    { class: rowClass(row, context.person), 'data-activity-id': message.activityId },
    avatar(message.from.name, message.from.bot),
    head(message, row.isReply),
    element('div', { class: 'message-body' }, ...(message.deleted ? [deletedNote()] : body(row, context))),
  );
}

function rowClass({ message, isReply }, person) {
  const names = ['message'];
  if (!message.from.bot && message.from.alias === person) names.push('is-mine');
  if (isReply) names.push('is-reply');
  return names.join(' ');
}

function head({ from, at, edited, deleted }, isReply) {
  return element(
    'div',
    { class: 'message-head' },
    isReply ? element('span', { class: 'visually-hidden' }, 'Reply from ') : null,
    element('span', { class: 'message-from' }, from.name),
    element('time', { datetime: at, title: fullTime(at) }, clockTime(at)),
    edited > 0 && !deleted ? element('span', { class: 'message-edited' }, 'Edited') : null,
  );
}

function deletedNote() {
  return element('p', { class: 'bubble is-deleted' }, 'This message has been deleted.');
}

function body({ message, hasSuggestions }, context) {
  const { activity } = message;
  const contents = context.view ? [context.view.card] : cardsIn(activity);
  const cards = contents.map((content) => cardSlot(content, context.press, context.onCard));
  return [
    activity.text ? textBubble(message) : null,
    ...cards,
    hasSuggestions ? suggestions(activity, context.say) : null,
  ].filter(Boolean);
}

function cardsIn(activity) {
  return (activity.attachments ?? [])
    .filter(({ contentType }) => contentType === cardType)
    .map(({ content }) => content);
}

function textBubble({ from, activity }) {
  const bubble = element('div', { class: 'bubble' });
  const mentions = mentionsIn(activity.entities);
  if (from.bot && (activity.textFormat ?? 'markdown') === 'markdown') {
    bubble.innerHTML = markdownToHtml(activity.text, mentions);
  } else {
    bubble.append(...splitMentions(activity.text, mentions).map(textPart));
  }
  return bubble;
}

function textPart({ text, mention }) {
  return element('span', mention ? { class: 'mention' } : {}, text);
}

function suggestions(activity, say) {
  const buttons = activity.suggestedActions.actions
    .slice(0, maxSuggestions)
    .map(({ title, value }) =>
      element('button', { type: 'button', class: 'chip', onclick: () => say(String(value ?? title)) }, title),
    );
  return element('div', { class: 'chips', role: 'group', 'aria-label': 'Suggested answers' }, ...buttons);
}
