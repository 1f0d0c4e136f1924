import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStore, type StoreHome } from '../../src/store/open.ts';
import { newId } from './builders.ts';
import { type Kind, newHome } from './homes.ts';

const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

/**
 * Kills a process in the middle of writing, again and again. Answers, for each time, how many of the rows it was told
 * are durable are not there.
 */
export async function killWriters(kind: Kind, times: number): Promise<readonly number[]> {
  const { home, remove } = await newHome(kind);
  const organization = newId('org');
  const lost = [];
  let rows = 0;
  for (let round = 0; round < times; round++) {
    const expected = rows + (await killAfter(home, organization, 20 + 7 * round));
    rows = await verifiedRows(home, organization);
    lost.push(Math.max(0, expected - rows));
  }
  await remove();
  return lost;
}

async function killAfter(home: StoreHome, organization: string, rows: number): Promise<number> {
  const child = spawn(process.execPath, [writer, JSON.stringify(home), organization], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let acknowledged = 0;
  for await (const line of createInterface(child.stdout)) {
    acknowledged = Number(line);
    if (acknowledged === rows) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

async function verifiedRows(home: StoreHome, organization: string): Promise<number> {
  const store = await openStore(home, { instance: 'verifier' });
  const verification = await store.verifyJournal(organization);
  await store.close();
  if (verification.ok) return verification.rows;
  throw new Error(`row ${verification.seq}: ${verification.why}`);
}
