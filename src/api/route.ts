import { z } from 'zod/v4';
import type { KeyHolder } from '../core/actors.ts';
import type { Via } from '../core/journal.ts';
import type { OperationDraftRun } from '../core/operations/drafts.ts';
import type { Operation } from '../core/operations/operation.ts';
import type { HttpRequest, Route } from '../http/mount.ts';

/** A request that has passed authentication and whose input has the row's shape. */
export type Call<Input> = { actor: KeyHolder; via: Via; input: Input; request: HttpRequest };

type Address<Input> = {
  method: Route['method'];
  path: string;
  /** For the documentation: what it does, in a sentence, and the scopes a key needs for it. */
  summary: string;
  scope: string;
  /** Of the query on GET, of the body otherwise. */
  input: z.ZodType<Input>;
  /** The documented shape of `data` in the answer. */
  answers: z.ZodType;
};

export type ReadRoute<Input = unknown> = Address<Input> & {
  /** `data` of the answer. */
  read(call: Call<Input>): Promise<unknown>;
};

export type WriteRoute<Input = unknown> = Address<Input> & {
  write(call: Call<Input>): Promise<OperationDraftRun>;
  /** `data` of the answer, from what is stored of the operation: the same however often it is asked for. */
  data(operation: Operation, input: Input): unknown;
};

export type ApiRoute = ReadRoute | WriteRoute;

export const connectionId = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'Of several connections, the one meant; the default one otherwise.' });

export function readRoute<Input>(row: ReadRoute<Input>): ApiRoute {
  return row as ReadRoute;
}

export function writeRoute<Input>(row: WriteRoute<Input>): ApiRoute {
  return row as WriteRoute;
}

/** `Cache-Control: no-cache` asks for what Graph says now. */
export function wantsFresh({ headers }: HttpRequest): boolean {
  return /\bno-cache\b/i.test(headers['cache-control'] ?? '');
}

export function defined<Name extends string>(name: Name, value: string | undefined) {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}
