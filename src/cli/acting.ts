import type { JournalEntry } from '../core/journal.ts';
import type { Ports } from './ports.ts';

/** The organization a verb is about, which has to exist. */
export async function organizationMeant(ports: Pick<Ports, 'store' | 'organization'>, named?: string): Promise<string> {
  const id = named ?? ports.organization;
  const { organizations } = await ports.store();
  if (await organizations.find(id)) return id;
  throw new Error(`There is no organization ${id}. See: bulwark organizations list`);
}

/** Who can run the command line can do anything to the store; what they did stands in the journal all the same. */
export function operatorEntry(
  type: JournalEntry['type'],
  organization: string,
  detail: JournalEntry['detail'],
): JournalEntry {
  const actor = { kind: 'system', organization, name: 'operator' } as const;
  return { type, organization, actor, via: { channel: 'cli' }, detail };
}
