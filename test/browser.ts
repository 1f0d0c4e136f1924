import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe } from 'vitest';

const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** `describe` for tests that drive a browser: skipped in words without one, failing when `REQUIRE_BROWSER=1`. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(executablePath) || process.env['REQUIRE_BROWSER'] === '1') describe(name, tests);
  else skip(name, tests);
}

/** A headless Chromium from `CHROMIUM_PATH` or Debian's usual place; rejects within 30 seconds if it does not start. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(`No Chromium at ${executablePath}. Install it or set CHROMIUM_PATH to one.`);
  }
  return chromium.launch({ executablePath, args, timeout: 30_000 });
}

function skip(name: string, tests: () => void): void {
  process.stderr.write(`Skipped "${name}": no Chromium at ${executablePath}. Set CHROMIUM_PATH to run it.\n`);
  describe.skip(name, tests);
}
