import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const main = new URL('../../src/simulator/main.ts', import.meta.url).pathname;

test.each(['SIGTERM', 'SIGINT'] as const)('runs alone, prints its chat page and stops on %s', async (signal) => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, SIMULATOR_PORT: '0' } });
  const [line] = await once(createInterface(child.stdout), 'line');
  expect(line).toMatch(/^chat http:\/\/127\.0\.0\.1:\d+\/$/);
  const page = await fetch(String(line).replace('chat ', ''));
  expect(page.headers.get('content-type')).toContain('text/html');
  await page.text();
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

test.each([
  ['a port that is none', { SIMULATOR_PORT: 'x' }],
  ['a tenant file that is not there', { SIMULATOR_PORT: '0', SIMULATOR_TENANT: '/nowhere/tenant.json' }],
])('%s stops the start with one sentence and exit code 78', async (_what, env) => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } });
  const [line] = await once(createInterface(child.stderr), 'line');
  expect(line).toMatch(/^The simulator cannot start: /);
  const [code] = await once(child, 'exit');
  expect(code).toBe(78);
});
