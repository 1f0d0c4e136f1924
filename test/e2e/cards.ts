import type { Json } from './call.ts';

/** Every object inside a card, the card included; what stands in for buttons on old clients left out. */
export function elementsOf(node: Json): readonly Json[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { fallback: _fallback, ...shown } = node;
  return [node, ...Object.values(shown).flatMap(elementsOf)];
}

/** What a person reads in a card, one element a line. */
export function wordsIn(card: Json): string {
  return elementsOf(card)
    .flatMap(({ text, facts }) => [text, ...(facts ?? []).map(({ title, value }: Json) => `${title}: ${value}`)])
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** The verbs of a card's buttons, in order. */
export function verbsIn(card: Json): readonly string[] {
  return buttonsIn(card).map(({ verb }) => verb);
}

export function buttonsIn(card: Json): readonly { verb: string; title: string; data: Json }[] {
  return elementsOf(card).filter(({ type }) => type === 'Action.Execute');
}
