import type { DenialEntry, Journal, JournalEntry, JournalType } from '../../../src/core/journal.ts';

export type RecordingJournal = Journal & {
  rows: JournalEntry[];
  denials: DenialEntry[];
  typesOf(operationId: string): JournalType[];
};

export function recordingJournal(): RecordingJournal {
  const rows: JournalEntry[] = [];
  const denials: DenialEntry[] = [];
  return {
    rows,
    denials,
    typesOf: (operationId) => rows.filter((row) => row.operationId === operationId).map(({ type }) => type),
    append: async (entry) => {
      rows.push(entry);
    },
    deny: async (entry) => {
      denials.push(entry);
    },
  };
}
