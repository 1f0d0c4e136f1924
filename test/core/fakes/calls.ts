/** What happens around each call of a port: a delay, a failure, a note. */
export type Around = { before?(call: string): unknown; after?(call: string): unknown };

/** The same port with something around every call. What fails after a call leaves the call's effect in place. */
export function around<Port extends object>(port: Port, { before, after }: Around): Port {
  const calls = Object.entries(port).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      await before?.(name);
      const answer = await call(...args);
      await after?.(name);
      return answer;
    },
  ]);
  return Object.fromEntries(calls);
}

/** Fails the first `times` calls of that name. */
export function failing(name: string, times: number, thrown: unknown = new Error('The disk is gone.')) {
  let left = times;
  return (call: string): void => {
    if (call === name && left-- > 0) throw thrown;
  };
}
