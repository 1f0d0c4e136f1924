import { pino } from 'pino';

export type Log = pino.Logger;

/** JSON lines on stderr. What could hold a secret is not logged by name, whoever tries. */
export function createLog(level: string): Log {
  const secret = [
    'authorization',
    'token',
    'access_token',
    'client_secret',
    'clientSecret',
    'password',
    'key',
    'cookie',
  ];
  const paths = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' } }, pino.destination({ dest: 2, sync: false }));
}
