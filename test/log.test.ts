import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = `
import { createLog } from './src/log.ts';
const log = createLog('info');
const secrets = { authorization: 'canary', token: 'canary', password: 'canary', key: 'canary', cookie: 'canary' };
log.info({ ...secrets, requestId: 'r', inner: secrets, err: { response: secrets } }, 'said');
log.flush();
`;

it('writes JSON lines to stderr, without what could hold a secret', async () => {
  const args = ['--input-type=module-typescript', '--eval', script];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: resolve(import.meta.dirname, '..'),
  });
  expect(stdout).toBe('');
  expect(JSON.parse(stderr)).toMatchObject({ msg: 'said', requestId: 'r', level: 30, key: '[redacted]' });
  expect(stderr).not.toContain('canary');
});
