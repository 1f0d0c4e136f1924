import { openStore, type StoreHome } from '../../src/store/open.ts';
import { noteOf } from './builders.ts';

/** Run as a process of its own: appends to a journal for ever, and says each number once its row is durable. */
const [home = '', organization = ''] = process.argv.slice(2);
const store = await openStore(JSON.parse(home) as StoreHome, { instance: 'writer' });
for (let n = 1; ; n++) {
  await store.journal.append(noteOf(organization, { n }));
  process.stdout.write(`${n}\n`);
}
