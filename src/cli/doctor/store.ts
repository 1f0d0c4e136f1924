import { type Check, failed, ok } from './check.ts';

export type StorePorts = {
  /** Where the data is, in words; never with a password. */
  place: string;
  open(): Promise<unknown>;
  /** What a failure to open means. */
  explain(thrown: unknown): { text: string; cure: string };
};

export function storeCheck({ place, open, explain }: StorePorts): Check {
  const name = 'store';
  return {
    name,
    run: () =>
      open().then(
        () => [ok(name, `${place}; commits are durable`)],
        (thrown: unknown) => {
          const { text, cure } = explain(thrown);
          return [failed(name, `${place}: ${text}`, cure)];
        },
      ),
  };
}
