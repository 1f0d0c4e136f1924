import { z } from 'zod/v4';
import type { Holder, HolderKind, TokenPolicy, TokenPolicyType } from '../core/token-policies/token-policy.ts';

/** What Graph says of token policies and of what uses them. Without its id nothing can be told from anything else. */

const objectId = z.guid().toLowerCase();
const text = z.string().catch('');

const policyFields = z.object({
  id: objectId,
  displayName: text,
  definition: z.array(z.string()).catch([]),
  isOrganizationDefault: z.boolean().catch(false),
  deletedDateTime: z.string().nullable().catch(null),
});

export function policyAnswer(type: TokenPolicyType) {
  return policyFields.transform(
    ({ definition: [definition = ''], ...fields }): TokenPolicy => ({
      ...fields,
      type,
      definition,
    }),
  );
}

const holderFields = z.looseObject({ id: objectId, displayName: text });

export function holderAnswer(kind: HolderKind) {
  return holderFields.transform((document): Holder => {
    const { id, displayName } = document;
    return { kind, id, displayName, document };
  });
}

const kinds = {
  '#microsoft.graph.application': 'application',
  '#microsoft.graph.servicePrincipal': 'servicePrincipal',
} as const satisfies Record<string, HolderKind>;

/** An object that says itself what it is. */
export const anyHolder = z
  .looseObject({ '@odata.type': z.enum(Object.keys(kinds) as (keyof typeof kinds)[]) })
  .transform((document, context): Holder => {
    const parsed = holderAnswer(kinds[document['@odata.type']]).safeParse(document);
    if (parsed.success) return parsed.data;
    context.addIssue('No object with an id.');
    return z.NEVER;
  });

export const verifiedDomain = z.object({ id: z.string().toLowerCase(), isVerified: z.boolean() });
