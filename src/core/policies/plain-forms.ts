import { isObject } from './compare.ts';
import type { PolicyValue } from './entry.ts';
import type { Form } from './forms.ts';

const nothing = () => null;

/** A boolean, number, text or null, as it is. */
export const plain: Form = { read: scalarIn, write: (_property, wanted) => wanted, others: nothing };

/** Written together with another property and never judged by itself; what is set stays. */
export const verbatim: Form = {
  read: (property) => scalarIn(property ?? null),
  write: (property, wanted) => property ?? wanted,
  others: nothing,
};

function scalarIn(property: unknown): PolicyValue | undefined {
  const scalar = property === null || typeof property === 'boolean' || typeof property === 'string';
  return scalar || Number.isFinite(property) ? (property as PolicyValue) : undefined;
}

/** What users may consent to by themselves, among everything else that is assigned: only the first is ours. */
export const consentGrants: Form = {
  read: (property) => textsIn(property)?.filter(isForSelf).sort(),
  write: (property, wanted) => [...(Array.isArray(wanted) ? wanted.map(asGraphWrites) : []), ...otherGrants(property)],
  others: otherGrants,
};

function otherGrants(property: unknown): readonly string[] {
  return (textsIn(property) ?? []).filter((grant) => !isForSelf(grant));
}

function isForSelf(grant: string): boolean {
  return /^managePermissionGrantsForSelf\./i.test(grant);
}

function asGraphWrites(grant: string): string {
  return `${grant.charAt(0).toLowerCase()}${grant.slice(1)}`;
}

/** Some exports join the members of a set with commas. */
function textsIn(property: unknown): string[] | undefined {
  const members = typeof property === 'string' ? property.split(',').map((member) => member.trim()) : property;
  if (!Array.isArray(members) || !members.every((member) => typeof member === 'string')) return undefined;
  return members.filter((member) => member !== '');
}

/** Everyone, nobody or some: Graph tells them apart by the type of the object. */
export const membership: Form = {
  read: (property) => {
    const type = isObject(property) ? property['@odata.type'] : undefined;
    return typeof type === 'string' ? `#${type.replace(/^#/, '')}` : undefined;
  },
  write: (_property, wanted) => ({ '@odata.type': wanted }),
  others: nothing,
};

/** Who reviews consent requests. People are added to those who are there. */
export const reviewers: Form = {
  read: (property) => queriesIn(property)?.toSorted(),
  write: (property, wanted) => {
    const present = new Set(queriesIn(property)?.map((query) => query.toLowerCase()));
    const added = (Array.isArray(wanted) ? wanted : []).map((id) => `/users/${id}`);
    const missing = added.filter((query) => !present.has(query.toLowerCase()));
    return [...listIn(property), ...missing.map((query) => ({ query, queryType: 'MicrosoftGraph' }))];
  },
  others: nothing,
};

function queriesIn(property: unknown): string[] | undefined {
  if (!Array.isArray(property)) return undefined;
  const queries = property.map((reviewer) => (isObject(reviewer) ? reviewer['query'] : undefined));
  return queries.every((query) => typeof query === 'string') ? queries : undefined;
}

function listIn(property: unknown): readonly unknown[] {
  return Array.isArray(property) ? property : [];
}

/** Words in one text, with tabs between them. Words are added to those that are there. */
export const bannedWords: Form = {
  read: (property) => (typeof property === 'string' ? wordsIn(property).sort() : undefined),
  write: (property, wanted) => {
    const present = typeof property === 'string' ? wordsIn(property) : [];
    const known = new Set(present.map((word) => word.toLowerCase()));
    const added = (Array.isArray(wanted) ? wanted : []).filter((word) => !known.has(word.toLowerCase()));
    return [...present, ...added].join('\t');
  },
  others: nothing,
};

function wordsIn(list: string): string[] {
  return list.split('\t').filter((word) => word.trim() !== '');
}
