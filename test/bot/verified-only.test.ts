import type { Activity } from 'botbuilder';
import { expect, it } from 'vitest';
import { createVerifiedOnly, verifiedResult } from '../../src/bot/verified-only.ts';
import { clouds } from '../../src/core/clouds.ts';
import { appId } from './world.ts';

const authentication = createVerifiedOnly(appId, clouds.global);

it('lets nothing in by the SDK’s own doors', async () => {
  const doors = [
    () => authentication.authenticateRequest({ channelId: 'msteams' } as Activity, 'Bearer a.b.c'),
    () => authentication.authenticateRequest({ channelId: 'emulator' } as Activity, ''),
    () => authentication.authenticateStreamingRequest('Bearer a.b.c', 'msteams'),
    () => authentication.authenticateChannelRequest('Bearer a.b.c'),
  ];
  for (const door of doors) {
    await expect(door()).rejects.toMatchObject({ message: 'Unauthorized', statusCode: 401 });
  }
});

it('gives the SDK’s connector client no token to send', async () => {
  const { connectorFactory } = verifiedResult(appId, clouds.global, authentication);
  const client = await connectorFactory?.create('http://127.0.0.1:9/', clouds.global.connectorAudience);
  await expect(client?.conversations.sendToConversation('c', {})).rejects.toThrow('Send through the connector');
});
