import type { Verb } from './verb.ts';

export function helpOf({ name, usage, help, options }: Verb): readonly string[] {
  const listed = Object.entries(options).map(([option, { description = '' }]) => [option, description] as const);
  const common = [['json', 'the result as JSON'] as const, ['help', 'this text'] as const];
  const lines = [...listed, ...common].map(([option, about]) => `  ${`--${option}`.padEnd(16)}${about}`);
  return [`bulwark ${name} ${usage}`.trimEnd(), '', help, '', ...lines];
}

export function overview(verbs: readonly Verb[]): readonly string[] {
  const width = Math.max(...verbs.map(({ name }) => name.length)) + 2;
  return [
    'npm run bulwark -- <verb>',
    '',
    ...verbs.map(({ name, help }) => `  ${name.padEnd(width)}${help}`),
    '',
    '--help after a verb tells its options; --json gives results as JSON.',
  ];
}
