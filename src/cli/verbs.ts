import { connectionsAdd, connectionsList, connectionsRemove } from './connections.ts';
import { doctor } from './doctor/doctor.ts';
import { journalExport, journalVerify } from './journal.ts';
import { keysCreate, keysList, keysRevoke } from './keys.ts';
import { organizationsAdd, organizationsList } from './organizations.ts';
import { storeMove } from './store.ts';
import type { Verb } from './verb.ts';

/** In the order in which help shows them. */
export const verbs: readonly Verb[] = [
  doctor,
  connectionsList,
  connectionsAdd,
  connectionsRemove,
  organizationsList,
  organizationsAdd,
  keysCreate,
  keysList,
  keysRevoke,
  journalVerify,
  journalExport,
  storeMove,
];
