import { join } from 'node:path';
import { journalProof } from '../../../src/store/archive/journal-proof.ts';
import { journalKeeper } from '../../../src/store/checkpoints/journal-keeper.ts';
import { openStore } from '../../../src/store/open.ts';
import { newId, noteOf } from '../builders.ts';
import { newDirectory, newPlace } from '../checkpoints/place.ts';
import { type Kind, newHome } from '../homes.ts';

/** An archive of two organizations with that many rows each, one of them after the last checkpoint. */
export async function exportedArchive(rows: number, kind: Kind = 'embedded') {
  const { home, remove } = await newHome(kind);
  const store = await openStore(home, { instance: 'test' });
  const place = await newPlace();
  const organizations = [newId('org'), newId('org')];
  const text = 'line\u2028separator \u0000 “Zoë” \ud800';
  for (const organization of organizations) {
    for (let n = 1; n < rows; n++) await store.journal.append(noteOf(organization, { n, text }));
  }
  await journalKeeper(store, place, Date.now).checkpoint(true);
  for (const organization of organizations) await store.journal.append(noteOf(organization, { n: rows, text }));
  const directory = join(await newDirectory(), 'archive');
  const verdict = await journalProof(store, place, Date.now).exportTo(directory);
  await store.close();
  await remove();
  return { directory, organizations, verdict };
}
