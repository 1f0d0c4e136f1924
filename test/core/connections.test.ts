import { describe, expect, it } from 'vitest';
import {
  findAnyConnection,
  findConnection,
  findConnectionByName,
  requireConnection,
} from '../../src/core/connections.ts';
import { keyHolder, organization, person } from './fakes/access.ts';
import { connection, fakeConnections } from './fakes/connections.ts';

const newer = connection('conn_newer', { createdAt: 3, name: 'Fabrikam' });
const oldest = connection('conn_oldest', { createdAt: 2, name: 'Contoso' });
const readOnly = connection('conn_read', { createdAt: 1, mode: 'read', name: 'Readers' });
const foreign = connection('conn_foreign', { organization: 'org_other', name: 'Foreign' });
const connections = fakeConnections([newer, oldest, readOnly, foreign]);
connections.boundTo = () => [newer.id];
const anna = person('anna');
const unknown = {
  refusal: 'unknown_connection',
  message: 'There is no such connection. Check the connection id or name.',
};

describe('findConnection', () => {
  it('takes the oldest AI Pilot connection when none is named', async () => {
    expect(await findConnection(connections, anna)).toEqual(oldest);
  });

  it('takes the one that is named', async () => {
    expect(await findConnection(connections, anna, newer.id)).toEqual(newer);
  });

  it('finds nothing where nothing is connected in AI Pilot mode', async () => {
    expect(await findConnection(fakeConnections([readOnly, foreign]), anna)).toBeUndefined();
  });

  it.each([
    ['unknown', 'conn_none'],
    ['of another organization', foreign.id],
    ['named by nothing', ''],
  ])('refuses one that is %s, always in the same words', async (_why, id) => {
    await expect(findConnection(connections, anna, id)).rejects.toMatchObject(unknown);
  });
});

it('finds nothing to work through in a connection that may only read, though it is known', async () => {
  expect(await findConnection(connections, anna, readOnly.id)).toBeUndefined();
});

describe('a key', () => {
  it('means the oldest of the connections it was made for', async () => {
    expect(await findConnection(connections, keyHolder('narrow'))).toEqual(newer);
  });

  it('does not know the others', async () => {
    await expect(findConnection(connections, keyHolder('narrow'), oldest.id)).rejects.toMatchObject(unknown);
  });
});

describe('findAnyConnection', () => {
  it('finds one in whatever mode it is, of the own organization only', async () => {
    expect(await findAnyConnection(connections, organization, readOnly.id)).toEqual(readOnly);
    await expect(findAnyConnection(connections, organization, foreign.id)).rejects.toMatchObject(unknown);
  });
});

describe('findConnectionByName', () => {
  it('ignores letter case', async () => {
    expect(await findConnectionByName(connections, organization, 'CONTOSO')).toEqual(oldest);
  });

  it.each(['Foreign', 'Conto', ''])('does not know %j', async (name) => {
    await expect(findConnectionByName(connections, organization, name)).rejects.toMatchObject({
      refusal: 'unknown_connection',
      message: expect.stringContaining('Write status'),
    });
  });
});

describe('requireConnection', () => {
  it('says what to do when no tenant is connected', async () => {
    await expect(requireConnection(fakeConnections([]), anna)).rejects.toMatchObject({
      refusal: 'not_connected',
      message: 'No Microsoft 365 tenant is connected in AI Pilot mode. Ask a Bulwark admin to connect one.',
    });
  });
});
