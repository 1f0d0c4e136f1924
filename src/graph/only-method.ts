import { z } from 'zod/v4';
import type { Connection } from '../core/connections.ts';
import type { Reading } from '../core/graph-answers.ts';
import type { OnlyMethod } from '../core/policies/policy-port.ts';
import type { Gateway } from './gateway.ts';
import { readPages } from './paging.ts';
import { refused } from './readings.ts';
import { callOf, type GraphRequest, reading } from './requests.ts';

export const registrationReads = {
  registrations: reading('/reports/authenticationMethods/userRegistrationDetails?{query}', 'AuditLog.Read.All'),
} as const satisfies Record<string, GraphRequest>;

/** Those with a method that multifactor authentication takes. */
const query = `$filter=${encodeURIComponent('isMfaRegistered eq true')}&$top=999`;
const maxPages = 20;
const maxUsers = 20_000;

/** Good for resetting a password only: not one of them lets anybody sign in. */
const notForSignIn = ['email', 'securityquestion', 'apppassword', 'password'];

const registration = z.object({ methodsRegistered: z.array(z.string()) });

/** Counts who has registered some of these methods and no other. */
export async function countOnlyMethod(
  { gateway, root }: { gateway: Gateway; root: string },
  { tenantId }: Connection,
  methods: readonly string[],
): Promise<Reading<OnlyMethod>> {
  const call = callOf(registrationReads.registrations, tenantId, { query });
  const pages = await readPages(gateway, root, call, maxPages, maxUsers);
  if ('refusal' in pages) return refused(pages.refusal);
  const readable = pages.items.flatMap((item) => registration.safeParse(item).data ?? []);
  const users = readable.filter(({ methodsRegistered }) => hasOnly(methodsRegistered, methods)).length;
  const more = pages.truncated || readable.length < pages.items.length;
  return { status: 'ok', value: { users, counted: readable.length, more } };
}

function hasOnly(registered: readonly string[], methods: readonly string[]): boolean {
  const listed = methods.map((method) => method.toLowerCase());
  const usable = registered.map((method) => method.toLowerCase()).filter((method) => !notForSignIn.includes(method));
  return usable.length > 0 && usable.every((method) => listed.includes(method));
}
