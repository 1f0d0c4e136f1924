import { readFileSync } from 'node:fs';

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number };

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report);
const sum = (count: (report: Report) => number) => reports.reduce((total, report) => total + count(report), 0);

process.stdout.write(
  `${sum((r) => r.numPassedTests)} passed, ${sum((r) => r.numFailedTests)} failed, ${sum((r) => r.numPendingTests)} skipped\n`,
);
