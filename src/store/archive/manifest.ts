import { z } from 'zod/v4';
import { canonicalJson } from '../../core/canonical-json.ts';
import { isSigned, jsonIn, signatureHex, signatureOf } from '../checkpoints/checkpoint.ts';
import type { CheckpointKey, TrustedKeys } from '../checkpoints/checkpoint-key.ts';

export const archiveFiles = {
  /** The canonical text of every row, a line each: SHA-256 of a line is `prev` of its organization's next one. */
  journal: 'journal.jsonl',
  checkpoints: 'checkpoints.jsonl',
  publicKeys: 'public-keys.pem',
} as const;

export const manifestFile = 'manifest.json';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.strictObject({
  v: z.literal(1),
  /** Milliseconds since 1970. */
  at: z.int(),
  chains: z.array(z.strictObject({ organization: z.string(), rows: z.int().min(0), head: hash })),
  /** SHA-256 of each file. */
  files: z.record(z.enum(Object.values(archiveFiles)), hash),
  key: hash,
  signature: signatureHex,
});

export type Manifest = z.infer<typeof manifestSchema>;
type Facts = Pick<Manifest, 'at' | 'chains' | 'files'>;

export function manifestText(facts: Facts, key: CheckpointKey): string {
  const unsigned = { v: 1, ...facts, key: key.id };
  return `${canonicalJson({ ...unsigned, signature: signatureOf(unsigned, key) })}\n`;
}

/** Undefined unless the text is, byte for byte, what one of the keys signed. */
export function genuineManifest(text: string, trusted: TrustedKeys): Manifest | undefined {
  const manifest = manifestSchema.safeParse(jsonIn(text)).data;
  if (!manifest || `${canonicalJson(manifest)}\n` !== text) return undefined;
  return isSigned(manifest, trusted) ? manifest : undefined;
}
