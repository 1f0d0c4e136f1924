import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { isReached } from '../../src/core/policies/judge.ts';
import { type Running, runProduct, runSimulator } from './processes.ts';
import { restClient } from './product.ts';
import { randomFrom } from './random.ts';
import { type Confirm, checkRecord, document } from './record.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';

type Scene = { world: SimulatedWorld; dataDir: string; simulatorUrl: string; random: () => number };

/** The settings of one document that are insecure: each kill takes two of them. */
async function openPolicies({ world }: Scene) {
  const state = await world.document(document);
  return allowList
    .filter((entry) => entry.document === document)
    .filter((entry) => !entry.guided && !isReached(entry, state));
}

/** Kills the product while it hardens, again and again, and checks its record against the tenant. */
export async function killProduct(kills: number, seed: number): Promise<void> {
  const simulator = await runSimulator();
  const simulatorUrl = (simulator.said['chat'] ?? '').replace(/\/$/, '');
  const world = simulatedWorld(simulatorUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-kill-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const scene = { world, dataDir, simulatorUrl, random: randomFrom(seed) };
  for (let done = 0; done < kills; ) {
    await world.reset();
    done += await killRepeatedly(scene, kills - done);
  }
}

/** As often as the tenant has settings left to harden; the number of kills. */
async function killRepeatedly(scene: Scene, atMost: number): Promise<number> {
  const policies = await openPolicies(scene);
  const confirms: Confirm[] = [];
  const since = Date.now();
  while (confirms.length < atMost && policies.length > 1) {
    const [byChat, byRest] = policies.splice(0, 2);
    confirms.push(await killWhileHardening(scene, byChat?.key ?? '', byRest?.key ?? ''));
  }
  const product = await start(scene);
  await checkRecord({ world: scene.world, directory: product.said['data'] ?? '', since, confirms });
  await product.end('SIGKILL');
  return confirms.length;
}

function start({ simulatorUrl, dataDir }: Scene): Promise<Running> {
  return runProduct({ SIMULATOR_URL: simulatorUrl, DATA_DIR: dataDir, SETTLE_S: '1' });
}

/** By chat and by REST at once; the kill comes anywhere between the request and a while after its end. */
async function killWhileHardening(scene: Scene, byChat: string, byRest: string): Promise<Confirm> {
  const { world, random } = scene;
  const product = await start(scene);
  const hardener = world.person('hardener');
  const { activityId, card } = await hardener.say(`harden ${byChat}`);
  const op = /op_[0-9a-z]{26}/.exec(JSON.stringify(card))?.[0] ?? '';
  await world.clearFaults();
  await world.fault({ method: 'PATCH', path: document, delayMs: Math.floor(random() * 400) });
  const { toggle } = restClient(product.said['rest'] ?? '', product.said['key'] ?? '');
  const press = hardener.send(activityId, 'harden.execute', { v: 1, op });
  // Whoever waits for an answer learns only that there is none.
  for (const request of [press, toggle({ key: byRest })]) request.catch(() => undefined);
  await sleep(random() * 1_200);
  await product.end('SIGKILL');
  return { activityId, op };
}
