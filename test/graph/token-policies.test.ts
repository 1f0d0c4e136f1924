import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/connections.ts';
import { tokenPolicyPort } from '../../src/graph/token-policies.ts';
import { rig } from './rig.ts';
import { cut, inTurn, json, noContent, type Script, tenantId } from './scripted-cloud.ts';

const connection = { id: 'conn_1', tenantId } as Connection;
const id = '092a6e8a-e25d-42b8-8151-c105445150ee';
const appId = '9bf0e152-cb65-4740-807f-0f9068b1e274';
const definition = '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}';
const policy = { id, displayName: 'x', definition: [definition], isOrganizationDefault: false, deletedDateTime: null };
const read = {
  id,
  type: 'TokenLifetimePolicy',
  displayName: 'x',
  definition,
  isOrganizationDefault: false,
  deletedDateTime: null,
};
const newPolicy = { type: 'TokenLifetimePolicy', displayName: 'x', definition, isOrganizationDefault: false } as const;
const notFound = json(404, { error: { code: 'Request_ResourceNotFound', message: 'No.' } });

/** Another answer for each path that ends so; everything else is not found. */
function by(answers: Record<string, Script>): Script {
  return (request, response) => {
    const path = request.path.split('?')[0] ?? '';
    const match = Object.keys(answers).find((end) => path.endsWith(end));
    ((match && answers[match]) || notFound)(request, response);
  };
}

async function port(script: Script) {
  const parts = await rig();
  parts.onGraph(script);
  return { ...parts, policies: tokenPolicyPort(parts) };
}

describe('the list', () => {
  it('is that of both types, by id', async () => {
    const issuance = { ...policy, id: '00000000-0000-4000-8000-000000000001', definition: ['{}'] };
    const { policies } = await port(
      by({
        tokenLifetimePolicies: json(200, { value: [policy] }),
        tokenIssuancePolicies: json(200, { value: [issuance] }),
      }),
    );
    expect(await policies.list(connection)).toEqual({
      status: 'ok',
      value: [{ ...read, id: issuance.id, type: 'TokenIssuancePolicy', definition: '{}' }, read],
    });
  });

  it.each([
    ['a refusal', json(403, { error: { code: 'Authorization_RequestDenied' } })],
    ['no list', json(200, {})],
    ['a policy without an id', json(200, { value: [{ displayName: 'x' }] })],
    ['a link elsewhere', json(200, { value: [], '@odata.nextLink': 'https://evil.example/' })],
  ])('fails as a whole with %s in one half', async (_, script) => {
    const { policies } = await port(
      by({ tokenLifetimePolicies: json(200, { value: [policy] }), tokenIssuancePolicies: script }),
    );
    expect((await policies.list(connection)).status).not.toBe('ok');
  });
});

describe('one policy', () => {
  it('is looked for in both collections, and the next time where it was', async () => {
    const { policies, graph } = await port(by({ [`tokenLifetimePolicies/${id}`]: json(200, policy) }));
    expect(await policies.find(connection, id)).toEqual({ status: 'ok', value: read });
    expect(graph).toHaveLength(2);
    await policies.find(connection, id);
    expect(graph).toHaveLength(3);
  });

  it('is looked for everywhere again once it is not where it was', async () => {
    const { policies, graph, onGraph } = await port(by({ [`tokenLifetimePolicies/${id}`]: json(200, policy) }));
    await policies.find(connection, id);
    onGraph(notFound);
    expect(await policies.find(connection, id)).toEqual({ status: 'ok', value: undefined });
    expect(graph).toHaveLength(5);
  });

  it('is not absent while one collection cannot be read', async () => {
    const { policies } = await port(by({ [`tokenIssuancePolicies/${id}`]: json(403, {}) }));
    expect((await policies.find(connection, id)).status).toBe('error');
  });

  it('that is answered for another id is not the one', async () => {
    const { policies } = await port(by({ [appId]: json(200, { id, displayName: 'x' }) }));
    expect(await policies.findHolder(connection, { kind: 'application', id: appId })).toEqual({
      status: 'ok',
      value: undefined,
    });
  });
});

describe('a creation', () => {
  const create = (policies: ReturnType<typeof tokenPolicyPort>) => policies.create(connection, newPolicy, 'change');

  it('answers with the policy', async () => {
    const { policies, graph } = await port(json(201, policy));
    expect(await create(policies)).toEqual({ kind: 'ok', policy: read });
    expect(JSON.parse(graph[0]?.body ?? '')).toEqual({
      displayName: 'x',
      definition: [definition],
      isOrganizationDefault: false,
    });
  });

  it.each([
    ['a lost answer', cut, 'unknown'],
    ['a 500', json(500, {}), 'unknown'],
    ['a 502', json(502, {}), 'unknown'],
    ['an unreadable answer', json(201, {}), 'ok'],
  ])('with %s is not sent a second time', async (_, script, kind) => {
    const { policies, graph } = await port(script);
    expect((await create(policies)).kind).toBe(kind);
    expect(graph).toHaveLength(1);
  });

  it('that surely did not happen is', async () => {
    const { policies, graph } = await port(inTurn(json(429, {}), json(503, {}), json(201, policy)));
    expect((await create(policies)).kind).toBe('ok');
    expect(graph).toHaveLength(3);
  });
});

it('a collision inside Graph is tried once more', async () => {
  const collision = json(409, { error: { code: 'Directory_ConcurrencyViolation', message: 'Busy.' } });
  const { policies, graph } = await port(inTurn(collision, noContent));
  expect(await policies.remove(connection, read as never)).toEqual({ kind: 'ok' });
  expect(graph).toHaveLength(2);
});

it('keeps the words of a refusal', async () => {
  const { policies } = await port(json(400, { error: { code: 'Request_BadRequest', message: 'Mine.' } }));
  expect(await policies.update(connection, read as never, { displayName: 'y' }, 'change')).toMatchObject({
    kind: 'refused',
    refusal: { reason: 'rejected', code: 'Request_BadRequest', said: { status: 400, message: 'Mine.' } },
  });
});

it('reads the verified domains only', async () => {
  const { policies } = await port(
    json(200, {
      value: [
        { id: 'Contoso.com', isVerified: true },
        { id: 'evil.example', isVerified: false },
      ],
    }),
  );
  expect(await policies.verifiedDomains(connection)).toEqual({ status: 'ok', value: ['contoso.com'] });
});
