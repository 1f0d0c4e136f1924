import { expect, it } from 'vitest';
import { clouds } from '../../src/core/clouds.ts';
import { tokenNetwork } from '../../src/graph/token-network.ts';
import type { Transport } from '../../src/graph/transport.ts';
import { fakeClock } from './fake-clock.ts';
import { tenantId } from './scripted-cloud.ts';

const endpoint = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`;

function network() {
  const paths: string[] = [];
  const transport: Transport = {
    async send(path) {
      paths.push(path);
      return Response.json({ access_token: 'x' });
    },
    close: async () => {},
  };
  return { paths, ...tokenNetwork(clouds.global, transport, fakeClock(), tenantId) };
}

it('asks the real authority at its own path, without what MSAL adds to it', async () => {
  const { paths, sendPostRequestAsync } = network();
  const answer = await sendPostRequestAsync(`${endpoint}?client-request-id=1`, {
    body: 'grant_type=client_credentials',
  });
  expect(answer).toEqual({ status: 200, headers: {}, body: { access_token: 'x' } });
  expect(paths).toEqual([`/${tenantId}/oauth2/v2.0/token`]);
});

it.each([
  endpoint.replace('https', 'http'),
  endpoint.replace('microsoftonline.com', 'microsoftonline.com.example.com'),
  endpoint.replace('login.', 'user@login.'),
  endpoint.replace(tenantId, 'common'),
  endpoint.replace('token', 'authorize'),
  `${endpoint}/`,
  'https://example.com/',
])('sends no credential to %s', async (url) => {
  const { paths, sendPostRequestAsync, sendGetRequestAsync } = network();
  await expect(sendPostRequestAsync(url, { body: 'client_secret=s' })).rejects.toThrow('egress_denied');
  await expect(sendGetRequestAsync(url)).rejects.toThrow('egress_denied');
  expect(paths).toEqual([]);
});
