import { type Check, failed, ok } from './check.ts';

export function configurationCheck(problems: readonly string[]): Check {
  const name = 'configuration';
  const findings =
    problems.length === 0
      ? [ok(name, 'complete')]
      : problems.map((problem) => failed(name, problem, 'Correct it; env/.env.example explains every variable.'));
  return { name, run: async () => findings };
}
