import { scopes } from '../../src/core/actors.ts';
import type { KeyRecord } from '../../src/core/keys.ts';
import { machine, newApiKey } from '../../src/hallway/machine.ts';
import type { Store } from '../../src/store/open.ts';

/** Makes a key of the default organization with every scope; gives the key itself. */
export async function giveKey(store: Store, facts: Partial<KeyRecord> = {}): Promise<string> {
  const key = newApiKey();
  const id = `key_${machine.newId()}`;
  await store.keys.create({ id, organization: 'org_default', name: 'test', scopes, ...facts }, machine.sha256(key));
  return key;
}
