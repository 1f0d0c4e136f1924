import { element } from './dom.js';
import { icon } from './icons.js';

let closeCurrent = () => {};

/**
 * Opens a menu under (or over) its button. Items are `{label, detail?, picture?, checked?, disabled?, onSelect}`; arrows,
 * Home, End, Escape and Tab work as in any menu.
 */
export function openMenu(button, items) {
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  closeCurrent();
  if (wasOpen) return;
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': nameOf(button) });
  menu.append(...items.map((item) => menuItem(item)));
  menu.addEventListener('keydown', moveFocus);
  (button.closest('main, header') ?? document.body).append(menu);
  place(menu, button.getBoundingClientRect());
  closeCurrent = closer(menu, button);
  (menu.querySelector('[aria-checked=true]') ?? menu.firstElementChild)?.focus();
}

function nameOf(button) {
  return button.getAttribute('aria-label') ?? button.textContent;
}

function menuItem({ label, detail, picture, checked, disabled, onSelect }) {
  const attributes = { type: 'button', class: 'menu-item', tabindex: '-1', disabled, ...roleOf(checked) };
  return element(
    'button',
    { ...attributes, onclick: () => choose(onSelect) },
    picture,
    element('span', { class: 'menu-text' }, label, detail && element('span', { class: 'menu-detail' }, detail)),
    checked ? icon('check') : null,
  );
}

function roleOf(checked) {
  return checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': String(checked) };
}

function choose(onSelect) {
  closeCurrent();
  onSelect();
}

function closer(menu, button) {
  const listening = new AbortController();
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'true');

  function close() {
    if (listening.signal.aborted) return;
    listening.abort();
    const heldFocus = menu.contains(document.activeElement);
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    if (heldFocus) button.focus();
  }

  function closeOutside(event) {
    if (!menu.contains(event.target) && !button.contains(event.target)) close();
  }

  document.addEventListener('pointerdown', closeOutside, { signal: listening.signal });
  window.addEventListener('resize', close, { signal: listening.signal });
  menu.addEventListener('focusout', (event) => event.relatedTarget && closeOutside({ target: event.relatedTarget }));
  return close;
}

function moveFocus(event) {
  const items = [...event.currentTarget.querySelectorAll('.menu-item:not(:disabled)')];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next !== undefined) items.at(next % items.length)?.focus();
  if (event.key === 'Escape' || event.key === 'Tab') closeCurrent();
  if (next !== undefined || event.key === 'Escape') event.preventDefault();
}

function place(menu, anchor) {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height > window.innerHeight ? anchor.top - height - 4 : below;
  menu.style.top = `${Math.max(8, top)}px`;
  menu.style.left = `${Math.max(8, Math.min(anchor.left, window.innerWidth - width - 8))}px`;
}
