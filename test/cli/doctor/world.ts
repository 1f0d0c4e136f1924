import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSimulator } from '../../../src/simulator/start.ts';
import { simulatedWorld } from '../../e2e/simulated-world.ts';
import { newDataDir, run } from '../command-line.ts';

type Finding = { name: string; status: string; text: string; cure?: string };

/** An installation with credentials, whose Microsoft is a simulated world; and its doctor. */
export async function installation() {
  const simulator = await startSimulator({ port: 0 });
  onTestFinished(() => simulator.close());
  const world = simulatedWorld(simulator.url);
  const { body } = await world.control('GET', 'world');
  const dataDir = await newDataDir();
  const env = {
    DATA_DIR: join(dataDir, 'data'),
    CHECKPOINT_DIR: join(dataDir, 'checkpoints'),
    SIMULATOR_URL: simulator.url,
    BOT_ID: body.botAppId,
    BOT_TENANT_ID: body.homeTenantId,
    SECRET_BOT_PASSWORD: body.clientSecret,
    GRAPH_CLIENT_ID: body.graphAppId,
    SECRET_GRAPH_CLIENT_SECRET: body.clientSecret,
    PROTECTED: 'none',
    ADMINS: body.people[0].aadObjectId,
  };
  const bulwark = (words: string, more: Record<string, string> = {}) => run(words, { ...env, ...more });

  async function examine(more: Record<string, string> = {}) {
    const said = await bulwark('doctor --json', more);
    const checks: Finding[] = said.json().checks;
    return { code: said.code, failed: checks.filter(({ status }) => status === 'failed'), checks };
  }

  await bulwark(`connections add --tenant ${body.homeTenantId} --name Contoso`);
  return { world, env, homeTenantId: body.homeTenantId as string, bulwark, examine };
}
