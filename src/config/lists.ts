import { z } from 'zod/v4';

/** Texts with commas in between. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
);
