import { underFaults } from '../control/faults.ts';
import type { LoggedItem, LoggedRequest } from '../control/requests.ts';
import type { Answer } from '../http.ts';
import type { World } from '../world/world.ts';
import { type BatchItem, parseBatch } from './batch.ts';
import { type GraphAnswer, graphError } from './call.ts';

type AnswerItem = (item: BatchItem, staleMs: number) => GraphAnswer;

/** Runs the items side by side, each under its own faults; the log entry of the batch gets them too. */
export async function answerBatch(
  world: World,
  body: unknown,
  entry: LoggedRequest,
  answerItem: AnswerItem,
): Promise<Answer> {
  const items = parseBatch(body);
  if (!Array.isArray(items)) return items;
  entry.body = null;
  entry.items = items.map(logged);
  const running = new Map<string, Promise<Answer>>();
  for (const item of items) {
    const before = item.dependsOn.map((id) => running.get(id));
    running.set(item.id, runAfter(before, world, item, answerItem));
  }
  const answers = await Promise.all(items.map((item) => running.get(item.id)));
  for (const [index, logItem] of entry.items.entries()) logItem.status = answers[index]?.status ?? 0;
  const responses = items.map((item, index) => responseOf(item.id, answers[index]));
  // Graph promises no order: the reverse of the asked one finds those who rely on it.
  return { status: 200, body: { responses: responses.reverse() }, drop: answers.some((answer) => answer?.drop) };
}

function logged({ method, url, body }: BatchItem): LoggedItem {
  return { method, path: url, body: body ?? null, status: 0 };
}

async function runAfter(
  before: ReadonlyArray<Promise<Answer> | undefined>,
  world: World,
  item: BatchItem,
  answerItem: AnswerItem,
): Promise<Answer> {
  const earlier = await Promise.all(before);
  if (earlier.some((answer) => answer && answer.status >= 400)) return failedDependency;
  const target = { kind: 'graph' as const, method: item.method, path: item.url };
  return underFaults(world.faults, target, (staleMs) => answerItem(item, staleMs));
}

const failedDependency = graphError(424, 'FailedDependency', 'A request that this one depends on has failed.');

function responseOf(id: string, answer: Answer | undefined): unknown {
  if (!answer) return { id, status: 500 };
  const body = answer.raw === undefined ? answer.body : String(answer.raw);
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const headers = { ...type, ...answer.headers };
  return { id, status: answer.status, headers, ...(body === undefined ? {} : { body }) };
}
