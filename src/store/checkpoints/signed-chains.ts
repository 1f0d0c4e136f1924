import { z } from 'zod/v4';
import type { ChainVerdict } from '../../core/journal-proof.ts';
import { type Checkpoint, genuineCheckpoint, jsonIn } from './checkpoint.ts';
import type { TrustedKeys } from './checkpoint-key.ts';

export type BadChain = Extract<ChainVerdict, { ok: false }>;

export type SignedChains = {
  /** By organization: the hash that was signed, by row. */
  marks: ReadonlyMap<string, ReadonlyMap<number, string>>;
  bad: readonly BadChain[];
};

/** Everything that was signed. The first line that no trusted key signed is bad, and each that contradicts another. */
export function signedChains(lines: readonly string[], trusted: TrustedKeys): SignedChains {
  const marks = new Map<string, Map<number, string>>();
  const signed = lines.map((line) => genuineCheckpoint(line, trusted));
  const contradictions = signed.flatMap((checkpoint) => (checkpoint ? add(marks, checkpoint) : []));
  const stranger = signed.indexOf(undefined);
  return { marks, bad: [...(stranger < 0 ? [] : [notSigned(stranger + 1)]), ...contradictions] };
}

function add(marks: Map<string, Map<number, string>>, { organization, seq, head }: Checkpoint): BadChain[] {
  const chain = marks.get(organization) ?? new Map<number, string>();
  const other = chain.get(seq);
  marks.set(organization, chain.set(seq, head));
  const contradicts = other !== undefined && other !== head;
  return contradicts ? [{ ok: false, organization, seq, why: 'two checkpoints signed different rows' }] : [];
}

/** How many rows of the journal a checkpoint covers. */
export function coveredRows({ marks }: SignedChains): number {
  return [...marks.values()].reduce((sum, chain) => sum + [...chain.keys()].reduce((a, b) => Math.max(a, b), 0), 0);
}

const namesOrganization = z.object({ organization: z.string() });

/** The last checkpoint of each organization; earlier ones are not looked at. */
export function newestCheckpoints(lines: readonly string[], trusted: TrustedKeys) {
  const newest = new Map<string, Checkpoint>();
  for (const [index, line] of [...lines.entries()].reverse()) {
    const named = namesOrganization.safeParse(jsonIn(line)).data;
    if (named && newest.has(named.organization)) continue;
    const checkpoint = genuineCheckpoint(line, trusted);
    if (!checkpoint) return { newest, bad: notSigned(index + 1) };
    newest.set(checkpoint.organization, checkpoint);
  }
  return { newest, bad: undefined };
}

function notSigned(line: number): BadChain {
  return {
    ok: false,
    organization: 'checkpoints',
    seq: line,
    why: 'this line is not what a trusted checkpoint key signed, or the key that did was replaced and not kept',
  };
}
