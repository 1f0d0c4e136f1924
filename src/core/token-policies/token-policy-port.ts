import type { Connection } from '../connections.ts';
import type { Reading, WriteOutcome } from '../graph-answers.ts';
import type {
  Holder,
  HolderRef,
  NewTokenPolicy,
  TokenPolicy,
  TokenPolicyChange,
  TokenPolicyRef,
} from './token-policy.ts';

/** `policy`: as Microsoft Graph answered; absent when its answer could not be read. */
export type Creation = WriteOutcome & { policy?: TokenPolicy };

/** A definition that is put back was there before, so it may hold what is refused in a new one. */
export type WritePurpose = 'change' | 'restore';

/** Microsoft Graph's token policies. Nothing is read from a cache; a reading is whole or it is a refusal. */
export type TokenPolicyPort = {
  /** Both types, by id. */
  list(connection: Connection): Promise<Reading<readonly TokenPolicy[]>>;
  find(connection: Connection, id: string): Promise<Reading<TokenPolicy | undefined>>;
  appliesTo(connection: Connection, policy: TokenPolicyRef): Promise<Reading<readonly Holder[]>>;
  /** By object id only: an application id finds nothing. */
  findHolder(connection: Connection, holder: HolderRef): Promise<Reading<Holder | undefined>>;
  assigned(connection: Connection, holder: HolderRef): Promise<Reading<readonly TokenPolicy[]>>;
  /** Sent at most once: a repeated creation would create a second policy. */
  create(connection: Connection, policy: NewTokenPolicy, purpose: WritePurpose): Promise<Creation>;
  update(
    connection: Connection,
    policy: TokenPolicyRef,
    change: TokenPolicyChange,
    purpose: WritePurpose,
  ): Promise<WriteOutcome>;
  remove(connection: Connection, policy: TokenPolicyRef): Promise<WriteOutcome>;
  assign(connection: Connection, holder: HolderRef, policy: TokenPolicyRef): Promise<WriteOutcome>;
  unassign(connection: Connection, holder: HolderRef, policy: TokenPolicyRef): Promise<WriteOutcome>;
};
