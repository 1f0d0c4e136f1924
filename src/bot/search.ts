import { z } from 'zod/v4';
import type { Find } from '../cards/find.ts';
import { connectionId, version } from './button.ts';

/** The command of the compose box and its one parameter, as the app's manifest names them. */
export const searchCommand = { id: 'riskyUsers', parameter: 'user' } as const;

const maxTyped = 200;
/** What Teams asks for at a time. */
const pageSize = 25;

const querySchema = z.object({
  commandId: z.literal(searchCommand.id),
  parameters: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .max(10)
    .nullish(),
  queryOptions: z
    .object({ skip: z.number().int().min(0).max(10_000), count: z.number().int().min(1) })
    .partial()
    .nullish(),
});
const pickSchema = z.strictObject({ v: version, connectionId, user: z.string().max(200) });

export type Picked = z.infer<typeof pickSchema>;

/** What somebody does in the compose box: types, or takes one of the finds. Typed text and ids are hostile. */
export type Search = { kind: 'query'; typed: string; skip: number; count: number } | { kind: 'pick'; pick: Picked };

/** `finds` are picked by their `pick`, which comes back from the client. */
export type SearchAnswer =
  | { kind: 'finds'; finds: readonly (Find & { pick: Picked })[] }
  | { kind: 'card'; card: unknown; title: string }
  | { kind: 'message'; text: string };

const searchNames = { 'composeExtension/query': readQuery, 'composeExtension/selectItem': readPick } as const;

/** Undefined when the value is not one that the manifest's command or our own finds lead to. */
export function readSearch(name: unknown, value: unknown): Search | undefined {
  return isSearch(name) ? searchNames[name](value) : undefined;
}

export function isSearch(name: unknown): name is keyof typeof searchNames {
  return typeof name === 'string' && Object.hasOwn(searchNames, name);
}

function readQuery(value: unknown): Search | undefined {
  const { data } = querySchema.safeParse(value);
  if (!data) return undefined;
  const { skip = 0, count = pageSize } = data.queryOptions ?? {};
  const typed = data.parameters?.find(({ name }) => name === searchCommand.parameter)?.value ?? '';
  return { kind: 'query', typed: typed.slice(0, maxTyped), skip, count: Math.min(count, pageSize) };
}

function readPick(value: unknown): Search | undefined {
  const { data: pick } = pickSchema.safeParse(value);
  return pick && { kind: 'pick', pick };
}

const thumbnail = 'application/vnd.microsoft.card.thumbnail';

/** Compose extensions answer with HTTP 200 whenever the bot handled them. */
export function searchBody(answer: SearchAnswer): { composeExtension: object } {
  if (answer.kind === 'message') return { composeExtension: { type: 'message', text: answer.text } };
  const attachments = answer.kind === 'finds' ? answer.finds.map(findAttachment) : [cardAttachment(answer)];
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
}

function findAttachment({ title, text, pick }: Find & { pick: Picked }) {
  const content = { title, text };
  const preview = { contentType: thumbnail, content: { ...content, tap: { type: 'invoke', value: pick } } };
  return { contentType: thumbnail, content, preview };
}

function cardAttachment({ card, title }: { card: unknown; title: string }) {
  const preview = { contentType: thumbnail, content: { title } };
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: card, preview };
}

export const notASearch: SearchAnswer = {
  kind: 'message',
  text: 'I could not read that search. Type part of a name, or high, medium or low.',
};

export const searchFailed: SearchAnswer = {
  kind: 'message',
  text: 'Something went wrong on my side. Try again, or write "risky" to me.',
};
