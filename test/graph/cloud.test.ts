import { expect, it } from 'vitest';
import { clouds, simulatedCloud } from '../../src/graph/cloud.ts';

it('speaks to Microsoft over https only', () => {
  for (const cloud of Object.values(clouds)) {
    for (const url of [cloud.graphUrl, cloud.authorityUrl, cloud.loginUrl]) {
      expect(url).toMatch(/^https:\/\/[a-z.]+$/);
    }
  }
});

it('keeps the real authority in the simulated cloud, and sends its requests to this machine', () => {
  expect(simulatedCloud('http://127.0.0.1:3979/v1.0')).toEqual({
    graphUrl: 'http://127.0.0.1:3979',
    authorityUrl: 'https://login.microsoftonline.com',
    loginUrl: 'http://127.0.0.1:3979/login',
    scope: 'https://graph.microsoft.com/.default',
  });
});

it.each([
  'http://192.168.1.2:3979',
  'http://127.0.0.1.example.com',
  'http://127.0.0.1@example.com',
  'https://127.0.0.1:3979',
  'ftp://localhost',
])('refuses to simulate a cloud at %s', (url) => {
  expect(() => simulatedCloud(url)).toThrow('must run on this machine');
});
