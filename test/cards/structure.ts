import type { Card } from '../../src/cards/card.ts';

export type Node = Readonly<Record<string, unknown>>;

/** Every object inside a value, the outer ones first. */
export function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodesIn)];
}

/** Elements, actions, columns and runs as a client shows them: without their fallbacks. */
export function shownNodes({ content }: Card): Node[] {
  return nodesIn(JSON.parse(JSON.stringify(content.body, (name, value) => (name === 'fallback' ? undefined : value))));
}

export function ofType(card: Card, ...types: string[]): Node[] {
  return shownNodes(card).filter(({ type }) => types.includes(String(type)));
}

/** The actions of each ActionSet. */
export function actionSets(card: Card): Node[][] {
  return ofType(card, 'ActionSet').map(({ actions }) => actions as Node[]);
}

export function buttonTitles(card: Card): string[] {
  return actionSets(card)
    .flat()
    .map(({ title }) => String(title));
}

export function button(card: Card, title: string): Node {
  const found = actionSets(card)
    .flat()
    .find((action) => action['title'] === title);
  if (!found) throw new Error(`No button ${title}; there are ${buttonTitles(card).join(', ')}`);
  return found;
}

/** Text that the client renders as Markdown. */
export function markdownTexts(card: Card): string[] {
  const blocks = ofType(card, 'TextBlock').map(({ text }) => String(text));
  return [...blocks, ...factsOf(card).flatMap(({ title, value }) => [String(title), String(value)])];
}

export function factsOf(card: Card): Node[] {
  return ofType(card, 'FactSet').flatMap(({ facts }) => facts as Node[]);
}

/** What a person reads, one line per block, without Markdown's stars. */
export function textOf({ content }: Card): string {
  return nodesIn(content['body']).flatMap(lineOf).join('\n').replaceAll('**', '');
}

function lineOf(node: Node): string[] {
  if (node['type'] === 'TextBlock') return [String(node['text'])];
  if (node['type'] === 'RichTextBlock') return [(node['inlines'] as Node[]).map(({ text }) => text).join('')];
  return 'title' in node && 'value' in node ? [`${node['title']} ${node['value']}`] : [];
}

/** Bytes of the message as Teams counts them: UTF-16. */
export function sizeOf({ content, summary }: Card): number {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
  return JSON.stringify({ type: 'message', summary, attachments }).length * 2;
}
