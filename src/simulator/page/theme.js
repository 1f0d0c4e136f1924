import { fill } from './dom.js';
import { icon } from './icons.js';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Follows the address (`theme=dark`), else the system; the button turns to the other one and tells `onChange`. */
export function createThemeSwitch(button, chosen, onChange) {
  let theme = chosen;
  button.addEventListener('click', () => {
    theme = effective() === 'dark' ? 'light' : 'dark';
    apply();
    onChange(theme);
  });
  systemDark.addEventListener('change', apply);
  apply();

  function effective() {
    return theme ?? (systemDark.matches ? 'dark' : 'light');
  }

  function apply() {
    const other = effective() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = effective();
    fill(button, icon(other === 'dark' ? 'moon' : 'sun'));
    button.setAttribute('aria-label', `Use the ${other} theme`);
    button.title = `Use the ${other} theme`;
  }
}
