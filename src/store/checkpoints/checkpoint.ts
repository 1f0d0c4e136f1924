import { sign, verify } from 'node:crypto';
import { z } from 'zod/v4';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { CheckpointKey, TrustedKeys } from './checkpoint-key.ts';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Lower case only, so that one signature has one spelling. */
export const signatureHex = z.string().regex(/^[0-9a-f]{128}$/);

const checkpointSchema = z.strictObject({
  v: z.literal(1),
  organization: z.string(),
  seq: z.int().positive(),
  /** Hash of row `seq`. */
  head: sha256Hex,
  /** Rows up to there. */
  count: z.int().positive(),
  /** Milliseconds since 1970. */
  at: z.int(),
  /** Fingerprint of the key that signed it. */
  key: sha256Hex,
  signature: signatureHex,
});

/** What an organization's chain was at some moment, signed: the chain cannot be cut or written anew below it. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

export type ChainEnd = { organization: string; seq: number; hash: string };

export function signCheckpoint({ organization, seq, hash }: ChainEnd, at: number, key: CheckpointKey): Checkpoint {
  const facts = { v: 1 as const, organization, seq, head: hash, count: seq, at, key: key.id };
  return { ...facts, signature: signatureOf(facts, key) };
}

/** One line of text per checkpoint. */
export function checkpointLine(checkpoint: Checkpoint): string {
  return canonicalJson(checkpoint);
}

/** Undefined unless the line is, byte for byte, what a trusted key signed. */
export function genuineCheckpoint(line: string, trusted: TrustedKeys): Checkpoint | undefined {
  const checkpoint = checkpointSchema.safeParse(jsonIn(line)).data;
  if (!checkpoint || canonicalJson(checkpoint) !== line) return undefined;
  return isSigned(checkpoint, trusted) ? checkpoint : undefined;
}

export function signatureOf(facts: object, { privateKey }: CheckpointKey): string {
  return sign(null, Buffer.from(canonicalJson(facts)), privateKey).toString('hex');
}

/** Whether `signature` is that of everything else in the object. */
export function isSigned(signed: { key: string; signature: string }, trusted: TrustedKeys): boolean {
  const { signature, ...facts } = signed;
  const key = trusted.get(signed.key);
  return key !== undefined && verify(null, Buffer.from(canonicalJson(facts)), key, Buffer.from(signature, 'hex'));
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
