import { z } from 'zod/v4';
import type { Ports } from './ports.ts';

/** What a verb has to say: lines for people, or the same as JSON for scripts. */
export type Outcome = {
  lines: readonly string[];
  /** Beside the result: they go to stderr. */
  notes?: readonly string[];
  json: unknown;
  /** The verb did its work and found something. */
  found?: boolean;
};

type Fields = Readonly<Record<string, z.ZodType>>;

type Definition<F extends Fields> = {
  name: string;
  /** What follows the name. */
  usage: string;
  help: string;
  /** Words without a name, in order; they are fields of `options`, too. */
  operands?: readonly string[];
  options: F;
  run(ports: Ports, options: z.infer<z.ZodObject<F>>): Promise<Outcome>;
};

export type Verb = {
  name: string;
  usage: string;
  help: string;
  operands: readonly string[];
  options: Fields;
  run(ports: Ports, raw: unknown): Promise<Outcome>;
};

/** Somebody asked for something that cannot be asked for: exit code 2. */
export type UsageError = Error & { usage: true };

export function usageError(message: string): UsageError {
  return Object.assign(new Error(message), { usage: true as const });
}

export function isUsageError(thrown: unknown): thrown is UsageError {
  return thrown instanceof Error && 'usage' in thrown;
}

export function verb<F extends Fields>({ operands = [], run, ...definition }: Definition<F>): Verb {
  const schema = z.strictObject(definition.options);
  return {
    ...definition,
    operands,
    async run(ports, raw) {
      const { data, error } = schema.safeParse(raw);
      if (error) throw usageError(error.issues.map(describe).join('\n'));
      return run(ports, data);
    },
  };
}

function describe({ path, message, code }: z.core.$ZodIssue): string {
  const name = String(path[0] ?? '');
  return code === 'invalid_type' ? `${name}: missing.` : `${name}: ${message}.`;
}
