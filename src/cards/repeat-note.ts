import type { Card } from './card.ts';

const note = 'This message may repeat an earlier one: it is not known whether that one arrived.';

/** The card with a line that says it may be there twice. */
export function withRepeatNote({ content, summary }: Card): Card {
  const line = { type: 'TextBlock', text: note, wrap: true, isSubtle: true, size: 'Small', separator: true };
  const body = Array.isArray(content['body']) ? content['body'] : [];
  return { content: { ...content, body: [...body, line] }, summary };
}
