import { openStore, type StoreHome } from '../../src/store/open.ts';

/** Run as a process of its own: opens a store and closes it. */
const store = await openStore(JSON.parse(process.argv[2] ?? '') as StoreHome, { instance: 'opener' });
await store.close();
