import { type Check, type Finding, failed, ok, warning } from './check.ts';

export type CheckpointPorts = {
  directory: string;
  /** Whoever can rewrite the store can rewrite what stands beside it. */
  placeBesideStore: boolean;
  keyBesideStore: boolean;
  /** Rejects with the reason when checkpoints cannot be signed and written. */
  tryOut(): Promise<void>;
};

const name = 'checkpoints';

export function checkpointCheck(ports: CheckpointPorts): Check {
  return { name, run: async () => [await usable(ports), ...apart(ports)] };
}

async function usable({ directory, tryOut }: CheckpointPorts): Promise<Finding> {
  try {
    await tryOut();
    return ok(name, `signed into ${directory}`);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return failed(
      name,
      why,
      'Set CHECKPOINT_DIR to a directory Bulwark may write to, and CHECKPOINT_KEY to a key it may read.',
    );
  }
}

function apart({ placeBesideStore, keyBesideStore }: CheckpointPorts): readonly Finding[] {
  const place = warning(
    name,
    'the checkpoint place is inside the data directory: whoever can cut the journal can cut them with it',
    'Set CHECKPOINT_DIR to another volume, best an append-only one.',
  );
  const key = warning(
    name,
    'the checkpoint key is inside the data directory: whoever can rewrite the journal can sign it anew',
    'Keep the key in a secret store or on another volume and name it in CHECKPOINT_KEY.',
  );
  return [...(placeBesideStore ? [place] : []), ...(keyBesideStore ? [key] : [])];
}
