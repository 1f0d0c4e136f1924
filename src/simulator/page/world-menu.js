import { controlWorld } from './api.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { sampleRisks } from './sample-risks.js';

/** Controls of the simulated tenant. `tell(text)` shows how it went. */
export function createWorldMenu(button, world, tell) {
  const risks = sampleRisks.map(({ label, detail, done, raise }) => ({
    label,
    detail,
    onSelect: () => run(() => raise(domainOf(world)), done),
  }));
  const reset = {
    label: 'Reset the tenant',
    detail: 'Policies and people as they were at the start; chats stay',
    onSelect: () => run(() => controlWorld('/_simulator/reset'), 'The simulated tenant is back to its first state.'),
  };
  button.prepend(icon('world'));
  button.addEventListener('click', () => openMenu(button, [...risks, reset]));

  async function run(control, done) {
    try {
      await control();
      tell(done);
    } catch (error) {
      tell(error.message);
    }
  }
}

function domainOf(world) {
  return world.people[0].userPrincipalName.split('@').at(-1);
}
