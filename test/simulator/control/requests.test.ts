import { expect, test } from 'vitest';
import { createRequestLog } from '../../../src/simulator/control/requests.ts';

test('keeps the newest 50,000', () => {
  const log = createRequestLog();
  const entry = { at: '', kind: 'graph' as const, tenant: null, method: 'GET', body: null, status: 200 };
  for (let number = 0; number < 60_000; number++) log.add({ ...entry, path: `/${number}` });
  expect(log.all()).toHaveLength(50_000);
  expect([log.all()[0]?.path, log.all().at(-1)?.path]).toEqual(['/10000', '/59999']);
  log.clear();
  expect(log.all()).toEqual([]);
});
