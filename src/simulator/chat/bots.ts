/** The product instances that take part, each known by its messages endpoint. */
export type Bots = {
  /** Where each instance listens, in the order they announced themselves. */
  urls: string[];
  turn: number;
  /** The conversations that have already heard of the bot's installation. */
  installed: Set<string>;
  /** Teams uses one token for many activities. */
  token: { text: string; renewAt: number };
};

export function createBots(): Bots {
  return { urls: [], turn: 0, installed: new Set(), token: { text: '', renewAt: 0 } };
}

/** Every instance once, beginning with the one whose turn it is. */
export function nextRound(bots: Bots): string[] {
  if (bots.urls.length === 0) return [];
  const first = bots.turn % bots.urls.length;
  bots.turn += 1;
  return [...bots.urls.slice(first), ...bots.urls.slice(0, first)];
}
