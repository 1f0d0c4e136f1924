import { around } from './calls.ts';
import type { World } from './world.ts';

/** An instance whose process stops for good at a moment like `after begin`; nothing it waits for ever comes. */
export function mortalInstance(world: World, diesAt: (moment: string) => boolean = () => false) {
  let dead = false;

  function pass(moment: string): Promise<never> | undefined {
    dead ||= diesAt(moment);
    return dead ? new Promise(() => undefined) : undefined;
  }

  function mortal<Port extends object>(port: Port): Port {
    return around(port, { before: (call) => pass(`before ${call}`), after: (call) => pass(`after ${call}`) });
  }

  async function sleep(ms: number): Promise<void> {
    await world.runtime.sleep(ms);
    await pass('after sleep');
  }

  const instance = world.openInstance({
    runtime: { ...world.runtime, sleep },
    store: mortal(world.store),
    policies: mortal(world.policies),
    access: { ...world.access, ...mortal({ rolesOf: world.access.rolesOf, grantOf: world.access.grantOf }) },
    connections: mortal({ list: world.connections.list, find: world.connections.find }),
  });
  return {
    ...instance,
    isDead: () => dead,
    kill: () => {
      dead = true;
    },
  };
}
