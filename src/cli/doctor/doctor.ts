import { verb } from '../verb.ts';
import { type Check, type Finding, failed } from './check.ts';

export const doctor = verb({
  name: 'doctor',
  usage: '',
  help: 'Checks an installation step by step, and says for everything that is wrong what to do.',
  options: {},
  async run({ checks }) {
    const findings: Finding[] = [];
    for (const check of await checks()) findings.push(...(await outcomeOf(check)));
    const failures = findings.filter(({ status }) => status === 'failed').length;
    return {
      lines: findings.flatMap(linesOf),
      notes: [summary(findings.length, failures)],
      json: { ok: failures === 0, checks: findings },
      found: failures > 0,
    };
  },
});

async function outcomeOf({ name, run }: Check): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return [failed(name, `could not be checked: ${why}`, 'Mend what is named above first, then run doctor again.')];
  }
}

function linesOf({ name, status, text, cure }: Finding): readonly string[] {
  const line = `${status.padEnd(8)}${name.padEnd(20)}${text}`;
  return cure === undefined ? [line] : [line, `${' '.repeat(28)}-> ${cure}`];
}

function summary(count: number, failures: number): string {
  return failures === 0 ? `${count} checks, none failed.` : `${failures} of ${count} checks failed.`;
}
