import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { simulatedWorld } from '../e2e/simulated-world.ts';

/** Prints how long `npm start` takes to its first card, and what the idle process then holds in memory. */
const dataDir = mkdtempSync(join(tmpdir(), 'bulwark-start-'));
const started = performance.now();
const env = { ...process.env, PORT: '0', SIMULATOR_PORT: '0', DATA_DIR: dataDir };
const npm = spawn('npm', ['start', '--silent'], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
try {
  const chat = await chatUrl();
  const listening = secondsSince(started);
  await simulatedWorld(chat).person('viewer').say('posture');
  const firstCard = secondsSince(started);
  await sleep(5_000);
  const rss = residentMiB(npm.pid ?? 0);
  process.stdout.write(`listening ${listening} s\nfirst card ${firstCard} s\nidle RSS ${rss} MiB\n`);
} finally {
  const ended = once(npm, 'exit');
  process.kill(-(npm.pid ?? 0), 'SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}

async function chatUrl(): Promise<string> {
  for await (const line of createInterface(npm.stdout)) {
    const [, url] = /^chat (\S+)\/$/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('npm start ended before it announced the chat.');
}

function secondsSince(moment: number): string {
  return ((performance.now() - moment) / 1000).toFixed(2);
}

/** Of the process that serves: the last of the chain npm, shell, Node. Linux only. */
function residentMiB(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number);
  if (child) return residentMiB(child);
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
