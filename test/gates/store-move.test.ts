import { movesJournal } from '../store/large-move.ts';

movesJournal(process.env['GATES_SLICE'] ? 5_000 : 100_000);
