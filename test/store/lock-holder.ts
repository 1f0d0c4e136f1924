import { holdServingLock } from '../../src/store/serving-lock.ts';

/** Run as a process of its own: takes the serving lock, says so, and keeps it for as long as it lives. */
holdServingLock(process.argv[2] ?? '');
process.stdout.write('held\n');
process.stdin.resume();
