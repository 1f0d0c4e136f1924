/** What core needs of the machine it runs on. Core has no clock, timer or randomness of its own. */
export type Runtime = {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 26 characters of `0-9a-z`, unique and hard to guess. */
  newId(): string;
  /** Lower-case hex. */
  sha256(text: string): string;
};
