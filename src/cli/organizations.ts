import { z } from 'zod/v4';
import { entitlements } from '../core/actors.ts';
import type { Organization } from '../core/organizations.ts';
import { operatorEntry } from './acting.ts';
import { columns, isoTime } from './columns.ts';
import { listOf, nameOption } from './fields.ts';
import { verb } from './verb.ts';

export const organizationsAdd = verb({
  name: 'organizations add',
  usage: '--name <name> [--entitlements <a,b>]',
  help: 'Adds an organization: a customer with connections, keys and a journal of its own.',
  options: {
    name: nameOption.describe('what people call it'),
    entitlements: z
      .union([z.literal('none').transform(() => []), listOf(entitlements)])
      .default([...entitlements])
      .describe(`any of ${entitlements.join(', ')}; all of them when left out; none for none`),
  },
  async run({ store, runtime }, { name, entitlements: given }) {
    const { organizations, journal } = await store();
    const id = `org_${runtime.newId()}`;
    await journal.append(operatorEntry('organization', id, { verb: 'organizations.add', name, entitlements: given }));
    const added = await organizations.ensure({ id, name, entitlements: given });
    return { lines: [added.id], json: described(added) };
  },
});

export const organizationsList = verb({
  name: 'organizations list',
  usage: '',
  help: 'Lists all organizations, oldest first.',
  options: {},
  async run({ store }) {
    const listed = await (await store()).organizations.list();
    const rows = listed.map((one) => [one.id, one.name, one.entitlements.join(',') || 'none']);
    return { lines: columns(['ID', 'NAME', 'ENTITLEMENTS'], rows), json: listed.map(described) };
  },
});

function described({ createdAt, ...organization }: Organization) {
  return { ...organization, createdAt: isoTime(createdAt) };
}
