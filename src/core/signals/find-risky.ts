import { byLevel } from './active-risk.ts';
import type { RiskyUser } from './signal-port.ts';

/** Nobody types more words than this to find one person. */
const mostWords = 8;

/** Users in whose name, sign-in name or level each typed word is found, worst first; without a word everybody. */
export function findRisky(users: readonly RiskyUser[], typed: string): readonly RiskyUser[] {
  const words = fold(typed).split(/\s+/).filter(Boolean).slice(0, mostWords);
  return byLevel(users.filter((user) => words.every((word) => isFoundIn(user, word))));
}

function isFoundIn({ userDisplayName, userPrincipalName, riskLevel }: RiskyUser, word: string): boolean {
  return [userDisplayName, userPrincipalName, riskLevel].some((text) => fold(text).includes(word));
}

/** Who types `zoe` means Zoë too. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
