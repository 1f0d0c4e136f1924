import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { call, openBot, openWorld } from './world-client.ts';

test('a token on an activity verifies against the published keys', async () => {
  const world = await openWorld();
  const bot = await openBot();
  await world.control('POST', 'bots', { url: bot.url });
  await world.control('POST', 'chat', { as: 'admin', conversation: 'personal', text: 'hi' });
  const metadata = (await call(world.facts.openIdMetadataUrl, 'GET')).body;
  expect(metadata).toMatchObject({ issuer: 'https://api.botframework.com', jwks_uri: world.facts.jwksUri });
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  for (const { authorization, activity } of bot.heard) {
    const { payload, protectedHeader } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
      issuer: 'https://api.botframework.com',
      audience: world.botAppId,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'nbf', 'serviceurl'],
    });
    expect(payload['serviceurl']).toBe(activity.serviceUrl);
    expect(protectedHeader.kid).toBeTruthy();
  }
});

test('the keys are endorsed for Teams', async () => {
  const world = await openWorld();
  const { keys } = (await call(world.facts.jwksUri, 'GET')).body;
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', endorsements: ['msteams'] });
  expect(keys[0]).not.toHaveProperty('d');
});
