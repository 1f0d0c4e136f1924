import { z } from 'zod/v4';
import { scopes } from '../core/actors.ts';
import type { KeyRecord } from '../core/keys.ts';
import type { RateLimits } from '../core/rate-limits.ts';
import { dayMs } from '../core/time.ts';
import { operatorEntry, organizationMeant } from './acting.ts';
import { columns, isoTime } from './columns.ts';
import { durationOption, listOf, nameOption, organizationOption } from './fields.ts';
import type { Ports } from './ports.ts';
import { usageError, verb } from './verb.ts';

const defaultDays = 90;
const maxDays = 365;

export const keysCreate = verb({
  name: 'keys create',
  usage: '--scopes <a,b> [--connection <id>[,<id>]] [--expires 90d] [--name <name>] [--organization <id>]',
  help: 'Makes an API key. The first line is the key; it is shown this once and works at once.',
  options: {
    scopes: listOf(scopes).describe(`any of ${scopes.join(', ')}`),
    connection: z.string().optional().describe('only these connections; all of the organization when left out'),
    expires: durationOption
      .default(defaultDays * dayMs)
      .refine((ms) => ms <= maxDays * dayMs, `At most ${maxDays}d`)
      .describe(`such as 30d or 12h; ${defaultDays}d when left out, at most ${maxDays}d`),
    name: nameOption.default('unnamed').describe('what people call it'),
    organization: organizationOption,
  },
  async run(ports, { connection, expires, organization: named, ...facts }) {
    const organization = await organizationMeant(ports, named);
    const connections = connection?.split(',').map((id) => id.trim());
    await refuseUnknown(ports, organization, connections);
    const { keys, journal } = await ports.store();
    const [id, key] = [`key_${ports.runtime.newId()}`, ports.newApiKey()];
    const expiresAt = ports.runtime.now() + expires;
    const bound = { connections: connections ?? 'all', expires: isoTime(expiresAt) };
    await journal.append(operatorEntry('key', organization, { verb: 'keys.create', key: id, ...facts, ...bound }));
    const digest = ports.runtime.sha256(key);
    const only = connections ? { connections } : {};
    const record = await keys.create({ id, organization, ...facts, ...only, expiresAt }, digest);
    return { lines: [key], notes: explained(record, ports.rateLimits), json: { key, ...described(record) } };
  },
});

async function refuseUnknown(ports: Ports, organization: string, wanted: readonly string[] = []): Promise<void> {
  const known = (await (await ports.store()).connections.list(organization)).map(({ id }) => id);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown !== undefined) throw usageError(`connection: there is no ${unknown}. See: bulwark connections list`);
}

function explained(record: KeyRecord, { readsPerMinute, writesPerMinute }: RateLimits): readonly string[] {
  const { id, scopes: held, connections, expiresAt = 0 } = record;
  return [
    `${id}: ${held.join(', ')}; ${connections?.join(', ') ?? 'every connection'}; until ${isoTime(expiresAt)}.`,
    `At most ${readsPerMinute} reads and ${writesPerMinute} writes a minute.`,
    'It is not shown again. Send it as: Authorization: Bearer <key>',
  ];
}

export const keysList = verb({
  name: 'keys list',
  usage: '[--organization <id>]',
  help: 'Lists API keys, oldest first. The keys themselves are not stored.',
  options: { organization: organizationOption },
  async run(ports, { organization: named }) {
    const organization = await organizationMeant(ports, named);
    const { keys } = await ports.store();
    const listed = await keys.list(organization);
    const rows = listed.map((key) => [key.id, stateOf(key, ports.runtime.now()), key.scopes.join(','), key.name]);
    return { lines: columns(['ID', 'STATE', 'SCOPES', 'NAME'], rows), json: listed.map(described) };
  },
});

export const keysRevoke = verb({
  name: 'keys revoke',
  usage: '<id> [--organization <id>]',
  help: 'Ends an API key, at once and for good.',
  operands: ['id'],
  options: { id: z.string().describe('key id, as keys list shows it'), organization: organizationOption },
  async run(ports, { id, organization: named }) {
    const organization = await organizationMeant(ports, named);
    const { keys, journal } = await ports.store();
    const known = await keys.find(id);
    if (known?.organization !== organization) throw new Error(`There is no key ${id}. See: bulwark keys list`);
    await journal.append(operatorEntry('key', organization, { verb: 'keys.revoke', key: id }));
    const revoked = await keys.revoke(organization, id);
    return { lines: [revoked ? `revoked ${id}` : `${id} was revoked before`], json: { revoked: id } };
  },
});

function stateOf({ expiresAt, revokedAt }: KeyRecord, now: number): string {
  if (revokedAt !== undefined) return 'revoked';
  if (expiresAt === undefined) return 'live';
  return expiresAt > now ? `until ${isoTime(expiresAt).slice(0, 10)}` : 'expired';
}

function described({ createdAt, expiresAt, revokedAt, lastUsedAt, ...key }: KeyRecord) {
  const times = Object.entries({ createdAt, expiresAt, revokedAt, lastUsedAt });
  const told = times.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, isoTime(ms)]]));
  return { ...key, ...Object.fromEntries(told) };
}
