type Words = { text: string; cure: string };

const address = 'Check the host and port in DATABASE_URL, and that the server runs and lets this machine in.';
const rights = 'Let the account that runs Bulwark write to DATA_DIR.';

/** By the code that PostgreSQL, the system or SQLite gives an error. */
const table: Readonly<Record<string, Words>> = {
  '28P01': { text: 'PostgreSQL refused the password', cure: 'Correct user and password in DATABASE_URL.' },
  '28000': {
    text: 'PostgreSQL refused the user',
    cure: 'Correct the user in DATABASE_URL, or allow it in pg_hba.conf.',
  },
  '3D000': { text: 'PostgreSQL has no such database', cure: 'Create it, or correct its name in DATABASE_URL.' },
  '42501': { text: 'PostgreSQL does not let the user do this', cure: 'Make it the owner of the database.' },
  ECONNREFUSED: { text: 'nothing listens at the address of PostgreSQL', cure: address },
  ENOTFOUND: { text: 'the host of PostgreSQL is not known', cure: address },
  EAI_AGAIN: { text: 'the host of PostgreSQL is not known', cure: address },
  ETIMEDOUT: { text: 'PostgreSQL does not answer', cure: address },
  EACCES: { text: 'the data directory may not be written', cure: rights },
  EROFS: {
    text: 'the data directory is on a read-only file system',
    cure: 'Set DATA_DIR to a place that can be written.',
  },
  EEXIST: { text: 'DATA_DIR is not a directory', cure: 'Set DATA_DIR to a directory.' },
  ENOTDIR: { text: 'DATA_DIR is not a directory', cure: 'Set DATA_DIR to a directory.' },
  ENOSPC: { text: 'the disk is full', cure: 'Make room where DATA_DIR is.' },
  'SQLITE 5': { text: 'another program holds the database', cure: 'Stop it, then try again.' },
  'SQLITE 8': { text: 'the database file may not be written', cure: rights },
  'SQLITE 11': { text: 'the database file is damaged', cure: 'Stop the server and restore a back-up that verifies.' },
  'SQLITE 13': { text: 'the disk is full', cure: 'Make room where DATA_DIR is.' },
  'SQLITE 14': { text: 'the database file cannot be opened', cure: rights },
  'SQLITE 26': {
    text: 'the file is not a database',
    cure: 'Restore a back-up that verifies, or set another DATA_DIR.',
  },
};

/** Why a store did not open, and what to do about it. */
export function openFailure(thrown: unknown): Words {
  const { code, errcode, message } = Object(thrown);
  const known = table[typeof errcode === 'number' ? `SQLITE ${errcode & 0xff}` : String(code)];
  return known ?? { text: String(message || thrown), cure: 'Check DATA_DIR or DATABASE_URL, then run doctor again.' };
}
