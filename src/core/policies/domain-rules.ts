import type { GraphDocument } from './compare.ts';

/** The verified domains whose passwords Entra keeps. A subdomain follows the domain above it. */
export function keepsPasswords(domains: readonly GraphDocument[] | undefined): readonly GraphDocument[] | undefined {
  if (!domains?.every(isJudgeable)) return undefined;
  const names = domains.map(nameOf);
  const own = domains.filter((domain) => domain['isVerified'] === true && isManaged(domain));
  return own.filter((domain) => !names.some((name) => nameOf(domain).endsWith(`.${name}`)));
}

function isJudgeable({ id, isVerified, authenticationType }: GraphDocument): boolean {
  const isName = typeof id === 'string' && /^[a-z0-9][a-z0-9.-]{0,252}$/i.test(id);
  return isName && typeof isVerified === 'boolean' && typeof authenticationType === 'string';
}

function isManaged({ authenticationType }: GraphDocument): boolean {
  return String(authenticationType).toLowerCase() === 'managed';
}

function nameOf({ id }: GraphDocument): string {
  return String(id).toLowerCase();
}
