import { z } from 'zod/v4';

/** Options that several verbs have. */
export const organizationOption = z.string().optional().describe('organization id; the default one when left out');

export const nameOption = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{C}+$/u, 'Not a name on one line');

export function listOf<const Value extends string>(values: readonly Value[]) {
  return z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(z.enum(values)));
}

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Such as `90d`, `12h` or `30m`, in milliseconds. */
export const durationOption = z
  .string()
  .regex(/^[1-9]\d{0,4}[dhm]$/, 'Not a time such as 90d, 12h or 30m')
  .transform((text) => Number.parseInt(text, 10) * unitMs[text.slice(-1) as keyof typeof unitMs]);
