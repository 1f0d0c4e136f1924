import { Template } from 'adaptivecards-templating';
import { shorten } from './text.ts';

/** What a template is filled with. Numbers and times are put in words first; what may be missing is a list or a flag. */
export type View = { readonly [name: string]: string | boolean | readonly View[] };

export type Card = {
  /** An Adaptive Card, version 1.5. */
  content: Record<string, unknown>;
  /** The card in one sentence of plain text, for notifications and clients that show no cards. */
  summary: string;
};

type Json = string | number | boolean | null | Json[] | JsonObject;
type JsonObject = { [name: string]: Json };

/** What depends on the reader or must be absent rather than null, so that no template can hold it. */
type Extras = { summary: string; actions?: readonly JsonObject[] } & Record<string, unknown>;

/** It is in every message three times, beside the card itself. */
const maxSummary = 1_000;

export type Fill = (view: View, extras: Extras) => Card;

/**
 * Parses a template once, when it is first shown: all of them together are a good part of the start. Its
 * Action.Execute elements name only title, verb and ids: `complete` adds the rest.
 */
export function cardTemplate(template: object): Fill {
  let compiled: Template | undefined;
  return function fill(view, { summary: whole, actions = [], ...properties }) {
    const summary = shorten(whole, maxSummary);
    compiled ??= new Template(template);
    const { body, ...card } = compiled.expand({ $root: view });
    const actionSet = actions.length > 0 ? [{ type: 'ActionSet', actions: [...actions] }] : [];
    const content = { ...card, ...properties, fallbackText: summary, speak: summary };
    return { content: { ...content, body: complete([...body, ...actionSet]) }, summary };
  };
}

function complete(node: Json, name?: string): Json {
  if (Array.isArray(node)) return node.map((item) => complete(item));
  if (typeof node !== 'object' || node === null) return node;
  const completed = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, complete(value, key)]));
  if (node['type'] === 'Input.Time') return withoutEmpty(completed);
  return node['type'] === 'Action.Execute' ? executable(completed, name === 'selectAction') : completed;
}

/** An empty text is no time that clients know. */
function withoutEmpty({ value = '', ...input }: JsonObject): JsonObject {
  return value === '' ? input : { ...input, value };
}

/**
 * Clients older than Universal Actions send the fallback as a message, with the verb among its data; tooltips and the
 * overflow are newer than they are. What a tap on an element does has a button or a command as well, so it goes without.
 * Empty ids go.
 */
function executable({ verb = '', data, ...looks }: JsonObject, isSelect: boolean): JsonObject {
  const named = Object.entries(data ?? {}).filter(([, id]) => id !== '');
  const ids = { v: 1, ...Object.fromEntries(named) };
  const shared = { associatedInputs: 'none', ...looks };
  const { tooltip: _tooltip, mode: _mode, ...older } = shared as JsonObject;
  if (isSelect) return { ...shared, verb, data: ids };
  return { ...shared, verb, data: ids, fallback: { ...older, type: 'Action.Submit', data: { ...ids, verb } } };
}
