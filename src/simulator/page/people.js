import { element } from './dom.js';

const hues = ['plum', 'teal', 'navy', 'rust', 'moss', 'wine'];

/** A circle with initials; Bulwark has its own picture. Decorative: the name always stands beside it. */
export function avatar(name, isBot = false) {
  if (isBot) return element('img', { class: 'avatar', src: '/page/icon.svg', alt: '' });
  return element('span', { class: `avatar ${hueOf(name)}`, 'aria-hidden': 'true', 'data-initials': initials(name) });
}

/** What the person button shows: who is chatting, and in which role. */
export function personLabel({ name, note }) {
  const hidden = element('span', { class: 'visually-hidden' }, 'Switch person. Now: ');
  const words = element('span', { class: 'person-text' }, name, element('span', { class: 'person-note' }, note));
  return [avatar(name), hidden, words];
}

export function personItems(people, current, onSelect) {
  return people.map((person) => ({
    label: person.name,
    detail: `${person.note} · ${person.userPrincipalName}`,
    picture: avatar(person.name),
    checked: person.alias === current,
    onSelect: () => onSelect(person.alias),
  }));
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : ''].map((word) => (word ? [...word][0] : ''));
  return letters.join('').toUpperCase() || '?';
}

function hueOf(name) {
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return hues[sum % hues.length];
}
