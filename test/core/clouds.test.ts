import { describe, expect, it } from 'vitest';
import { type Cloud, clouds, simulatedCloud } from '../../src/core/clouds.ts';

const real: readonly Cloud[] = Object.values(clouds);

it.each(real)('$name speaks https only', (cloud) => {
  const { graphUrl, authorityUrl, loginUrl, metadataUrl, serviceOrigins } = cloud;
  for (const url of [graphUrl, authorityUrl, loginUrl, metadataUrl, ...serviceOrigins]) {
    expect(url).toMatch(/^https:\/\/[a-z.-]+(\/[\w/.-]+)?$/);
  }
});

it.each(real)('$name asks the authority for tokens of its own Graph', ({ graphUrl, graphScope, ...cloud }) => {
  expect([graphScope, cloud.loginUrl]).toEqual([`${graphUrl}/.default`, cloud.authorityUrl]);
});

describe('the simulated cloud', () => {
  it('keeps the real authority, and sends its requests to this machine', () => {
    expect(simulatedCloud('http://127.0.0.1:3979/v1.0')).toEqual({
      ...clouds.global,
      name: 'simulated',
      graphUrl: 'http://127.0.0.1:3979',
      loginUrl: 'http://127.0.0.1:3979/login',
      metadataUrl: 'http://127.0.0.1:3979/channel/.well-known/openidconfiguration',
      serviceOrigins: ['http://127.0.0.1:3979'],
    });
  });

  it.each(['http://127.0.0.1:3979', 'http://localhost:3979/', 'http://[::1]:3979'])(
    'runs on this machine: %s',
    (url) => {
      expect(simulatedCloud(url).serviceOrigins).toEqual([new URL(url).origin]);
    },
  );

  it.each([
    'http://192.0.2.1:3979',
    'http://simulator.example',
    'https://127.0.0.1:3979',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'ftp://127.0.0.1',
    'http://0.0.0.0:3979',
  ])('is refused elsewhere: %s', (url) => {
    expect(() => simulatedCloud(url)).toThrow('must run on this machine');
  });
});
