import { z } from 'zod/v4';
import type { RiskDetection, RiskyUser, SecurityAlert } from '../core/signals/signal-port.ts';

/**
 * Signals as Graph sends them. An item needs what identifies it; of the rest, what is missing or of another type is
 * empty. Enum members and times stay as they were written.
 */

const text = z.string().catch('');
const optional = z.string().nullable().catch(null);
const flag = z.boolean().catch(false);
const objectId = z.guid().toLowerCase();
const list = z.array(z.unknown()).catch([]);

export const riskyUser = z.object({
  id: objectId,
  userPrincipalName: text,
  userDisplayName: text,
  riskLevel: text,
  riskState: text,
  riskDetail: text,
  riskLastUpdatedDateTime: text,
  isDeleted: flag,
}) satisfies z.ZodType<RiskyUser>;

const place = z.object({ city: optional, state: optional, countryOrRegion: optional });

export const riskDetection = z.object({
  id: z.string().min(1),
  riskEventType: text,
  riskLevel: text,
  riskState: text,
  riskDetail: text,
  source: text,
  detectionTimingType: text,
  activity: text,
  ipAddress: optional,
  location: place.nullable().catch(null),
  activityDateTime: optional,
  detectedDateTime: optional,
  lastUpdatedDateTime: optional,
  userId: text,
  userDisplayName: text,
  userPrincipalName: text,
}) satisfies z.ZodType<RiskDetection>;

const witness = z.object({
  userAccount: z.object({ azureAdUserId: objectId.nullable().catch(null), userPrincipalName: optional }),
});

export const securityAlert = z
  .object({
    id: z.string().min(1),
    incidentId: optional,
    status: text,
    severity: text,
    serviceSource: text,
    detectionSource: text,
    title: text,
    description: optional,
    categories: list,
    category: optional,
    alertWebUrl: optional,
    createdDateTime: optional,
    lastUpdateDateTime: optional,
    evidence: list,
  })
  .transform(
    ({ categories, category, evidence, ...alert }): SecurityAlert => ({
      ...alert,
      categories: categoriesIn(categories, category),
      users: usersIn(evidence),
    }),
  );

/** The list replaces the single category, which older alerts still have. */
function categoriesIn(categories: readonly unknown[], category: string | null): readonly string[] {
  const named = categories.filter((one) => typeof one === 'string');
  return named.length === 0 && category !== null ? [category] : named;
}

function usersIn(pieces: readonly unknown[]): SecurityAlert['users'] {
  const accounts = pieces.flatMap((piece) => witness.safeParse(piece).data?.userAccount ?? []);
  const named = accounts.filter(({ azureAdUserId, userPrincipalName }) => azureAdUserId ?? userPrincipalName);
  const users = named.map(({ azureAdUserId: id, userPrincipalName }) => ({ id, userPrincipalName }));
  return [...new Map(users.map((user) => [JSON.stringify(user), user])).values()];
}
