import { z } from 'zod/v4';
import type { Connection } from '../core/connections.ts';
import type { Reading } from '../core/graph-answers.ts';
import type { Change } from '../core/policies/change-log.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { parseTime } from '../core/time.ts';
import { changeReads, changesOf } from './change-requests.ts';
import type { Gateway } from './gateway.ts';
import { readingOf } from './readings.ts';
import { callOf } from './requests.ts';

const text = z.string().min(1).nullable().catch(null);

const audit = z.object({
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  result: text,
  initiatedBy: z
    .object({
      user: z.object({ userPrincipalName: text, displayName: text }).nullable().catch(null),
      app: z.object({ appId: text, displayName: text }).nullable().catch(null),
    })
    .catch({ user: null, app: null }),
});

const audits = z.object({ value: z.array(z.unknown()) });

/** The latest change of the entry's document that succeeded and was not ours. One page of the log is enough for it. */
export async function readLastChange(
  { gateway, clientId }: { gateway: Gateway; clientId: string },
  { tenantId }: Connection,
  { document }: Pick<PolicyEntry, 'document'>,
  since: number,
): Promise<Reading<Change | undefined>> {
  const query = changesOf(document, since);
  if (query === undefined) return { status: 'ok', value: undefined };
  const page = readingOf(await gateway.send(callOf(changeReads.directoryAudits, tenantId, { query })), audits);
  if (page.status !== 'ok') return page;
  const changes = page.value.value.flatMap((one) => changeIn(audit.safeParse(one).data, clientId));
  const [latest] = changes.filter(({ at }) => at >= since).toSorted((one, other) => other.at - one.at);
  return { status: 'ok', value: latest };
}

function changeIn(found: z.infer<typeof audit> | undefined, clientId: string): Change[] {
  const at = parseTime(found?.activityDateTime ?? null);
  if (!found || at === undefined || (found.result ?? 'success') !== 'success') return [];
  const { user, app } = found.initiatedBy;
  if (app?.appId?.toLowerCase() === clientId.toLowerCase()) return [];
  const by = user?.userPrincipalName ?? user?.displayName ?? app?.displayName ?? undefined;
  return [{ at, activity: found.activityDisplayName, by }];
}
