import { z } from 'zod/v4';
import type { ShownCard } from '../core/chat.ts';
import type { Asker, Desk, Reply } from './desk.ts';

/** A press as its card declared it. `data` comes from the client and means nothing until it has the row's shape. */
export type Button<Data = unknown> = {
  verb: string;
  data: z.ZodType<Data>;
  /** The list that the answer shows: a card about it can also be brought up to date later. */
  lists?: Extract<ShownCard['kind'], 'posture' | 'risky' | 'tokenPolicies'>;
  /** What the person fills in: when only that is wrong, the answer says what to do about it. */
  inputs?: readonly string[];
  /** Once begun it goes on, however late, and the card it was pressed on then shows what came of it. */
  changes?: true;
  answer(desk: Desk, asker: Asker, data: Data): Promise<Reply>;
};

export function button<Data>(row: Button<Data>): Button {
  return row as Button;
}

export const version = z.literal(1);
export const connectionId = z.string().max(64).optional();
export const operationPress = z.strictObject({ v: version, op: z.string().max(64) });

const tooShort = 'Give a reason of at least 5 characters.';

/** Why, in a person's own words. */
export function reasonOf(longest: number) {
  return z.string(tooShort).trim().min(5, tooShort).max(longest, `Give a reason of at most ${longest} characters.`);
}

export function given<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { [name in Name]?: string };
}
