import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newDataDir } from './cli/command-line.ts';

async function bulwark(words: string, env: Record<string, string>) {
  const ended = promisify(execFile)(process.execPath, ['src/cli.ts', ...words.split(' ')], {
    env: { ...process.env, DATABASE_URL: '', ...env },
  });
  return ended.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

test('as a process: result on stdout, the rest on stderr, and an exit code', async () => {
  const env = { DATA_DIR: await newDataDir() };
  const created = await bulwark('keys create --scopes policies:read', env);
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ak_live_[0-9A-Za-z]{42}\n$/) });
  expect(created.stderr).toContain('At most 60 reads and 10 writes a minute.');
  expect(await bulwark('keys revoke key_none', env)).toMatchObject({ code: 1, stdout: '' });
  expect(await bulwark('keys', env)).toMatchObject({ code: 2, stdout: '' });
});

test('a configuration that is wrong ends with 78, and doctor says it, too', async () => {
  const env = { DATA_DIR: await newDataDir(), BOT_ID: 'bulwark', SECRET_BOT_PASSWORD: 'canary' };
  const listed = await bulwark('keys list', env);
  expect(listed).toMatchObject({ code: 78, stdout: '' });
  expect(listed.stderr).toContain('BOT_ID: Invalid GUID');
  const examined = await bulwark('doctor', env);
  expect(examined).toMatchObject({ code: 78, stdout: expect.stringMatching(/^failed +configuration +BOT_ID/) });
  expect(`${JSON.stringify(listed)}${JSON.stringify(examined)}`).not.toContain('canary');
  expect(await bulwark('keys create --help', env)).toMatchObject({ code: 0 });
});
