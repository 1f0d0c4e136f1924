import { z } from 'zod/v4';
import type { Connection } from '../core/connections.ts';
import { operatorEntry, organizationMeant } from './acting.ts';
import { columns, isoTime } from './columns.ts';
import { nameOption, organizationOption } from './fields.ts';
import type { Ports } from './ports.ts';
import { verb } from './verb.ts';

export const connectionsAdd = verb({
  name: 'connections add',
  usage: '--tenant <guid> --name <name> [--mode aiPilot|read] [--organization <id>]',
  help: 'Connects a Microsoft 365 tenant whose admin has consented to the app. Its id is the first line.',
  options: {
    tenant: z.guid().toLowerCase().describe('Entra tenant id'),
    name: nameOption.describe('what people call it'),
    mode: z.enum(['aiPilot', 'read']).default('aiPilot').describe('aiPilot (changes things) or read'),
    organization: organizationOption,
  },
  async run(ports, { tenant: tenantId, name, mode, organization: named }) {
    const organization = await organizationMeant(ports, named);
    const { connections, journal } = await ports.store();
    const connected = (await connections.list(organization)).find((one) => one.tenantId === tenantId);
    if (connected)
      throw new Error(`This tenant is connected already, as ${connected.id}. Remove that connection first.`);
    const id = `conn_${ports.runtime.newId()}`;
    const detail = { verb: 'connections.add', name, mode };
    await journal.append({ ...operatorEntry('connection', organization, detail), connectionId: id, tenantId });
    const added = await connections.add({ id, organization, tenantId, name, mode });
    const others = (await othersConnecting(ports, added)).map(
      (other) => `Organization ${other.id} (${other.name}) has connected this tenant too.`,
    );
    return { lines: [added.id], notes: [...others, 'Check its consent with: bulwark doctor'], json: described(added) };
  },
});

/** It is allowed, but both then change the same settings. */
async function othersConnecting(ports: Pick<Ports, 'store'>, { organization, tenantId }: Connection) {
  const { organizations, connections } = await ports.store();
  const others = (await organizations.list()).filter(({ id }) => id !== organization);
  const listed = await Promise.all(others.map(({ id }) => connections.list(id)));
  return others.filter((_other, at) => listed[at]?.some((one) => one.tenantId === tenantId));
}

export const connectionsList = verb({
  name: 'connections list',
  usage: '[--organization <id>]',
  help: 'Lists the connected Microsoft 365 tenants, oldest first.',
  options: { organization: organizationOption },
  async run(ports, { organization: named }) {
    const organization = await organizationMeant(ports, named);
    const listed = await (await ports.store()).connections.list(organization);
    const rows = listed.map((one) => [one.id, one.tenantId, one.mode, one.health ?? 'not asked', one.name]);
    return { lines: columns(['ID', 'TENANT', 'MODE', 'HEALTH', 'NAME'], rows), json: listed.map(described) };
  },
});

export const connectionsRemove = verb({
  name: 'connections remove',
  usage: '<id> [--organization <id>]',
  help: 'Disconnects a Microsoft 365 tenant. Its consent stays until its admin takes it back in Entra.',
  operands: ['id'],
  options: { id: z.string().describe('connection id'), organization: organizationOption },
  async run(ports, { id, organization: named }) {
    const organization = await organizationMeant(ports, named);
    const { connections, journal } = await ports.store();
    const known = (await connections.list(organization)).find((one) => one.id === id);
    if (!known) throw new Error(`There is no connection ${id}. See: bulwark connections list`);
    const entry = operatorEntry('connection', organization, { verb: 'connections.remove', name: known.name });
    await journal.append({ ...entry, connectionId: id, tenantId: known.tenantId });
    await connections.remove(organization, id);
    return { lines: [`removed ${id}`], json: { removed: id } };
  },
});

function described({ createdAt, ...connection }: Connection) {
  return { ...connection, createdAt: isoTime(createdAt) };
}
