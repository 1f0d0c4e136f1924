import { definitionIn } from '../core/token-policies/definition.ts';
import { lifetimeSeconds, retiredProperties } from '../core/token-policies/definition-rules.ts';
import type { NamedHolder, TokenPolicy, TokenPolicyType } from '../core/token-policies/token-policy.ts';
import { plain } from './text.ts';

type Rules = Readonly<Record<string, unknown>>;

export const typeWords = {
  TokenLifetimePolicy: 'Token lifetime',
  TokenIssuancePolicy: 'Token issuance (SAML)',
} as const satisfies Record<TokenPolicyType, string>;

export const precedence = "An organization default outranks an application's own policy.";

/** What a policy does, in sentences. */
export function effectWords({ type, definition }: Pick<TokenPolicy, 'type' | 'definition'>): string[] {
  const rules = definitionIn(type, definition);
  if (!rules) return ['Its definition cannot be read.'];
  const words = type === 'TokenLifetimePolicy' ? lifetimeWords(rules) : issuanceWords(rules);
  return [words, retiredWords(rules)].filter((sentence) => sentence !== '');
}

/** Whom a tenant default reaches: it outranks what an application was given. */
const everyApp = 'every app whose service principal has no policy of its own';

export const defaultReach = `it reaches ${everyApp}.`;
export const defaultLost = `the tokens of ${everyApp} change.`;

/** Whether anything uses it, in a sentence. */
export function useWords(
  { isOrganizationDefault }: Pick<TokenPolicy, 'isOrganizationDefault'>,
  holders: readonly NamedHolder[],
) {
  if (isOrganizationDefault) return `Tenant default: ${defaultReach}`;
  if (holders.length === 0) return 'Assigned to nothing and not the organization default: has no effect.';
  return `Assigned to ${holderNames(holders)}.`;
}

const namesShown = 3;
const maxName = 48;

export function holderNames(holders: readonly NamedHolder[]): string {
  const names = holders.slice(0, namesShown).map(({ displayName }) => plain(displayName, maxName));
  const more = holders.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

export function holderWords({ kind, displayName }: NamedHolder): string {
  return `${plain(displayName, maxName)} (${kind === 'application' ? 'application' : 'service principal'})`;
}

const defaultFromS = 60 * 60;
const defaultToS = 90 * 60;

function lifetimeWords(rules: Rules): string {
  const seconds = lifetimeSeconds(rules['AccessTokenLifetime']);
  if (seconds === undefined) return 'Sets no token lifetime, so the Entra default of 60–90 min holds.';
  return `Tokens live ${durationWords(seconds)} (Entra default 60–90 min): ${comparedToDefault(seconds)}.`;
}

function comparedToDefault(seconds: number): string {
  if (seconds > defaultToS) return 'longer than default';
  return seconds < defaultFromS ? 'shorter than default' : 'as the default';
}

function durationWords(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = [hours && `${hours} h`, minutes && `${minutes} min`, rest && `${rest} s`];
  return parts.filter(Boolean).join(' ');
}

const signed: Readonly<Record<string, string>> = {
  TokenOnly: 'SAML assertions signed (TokenOnly)',
  ResponseOnly: 'SAML responses signed (ResponseOnly)',
  ResponseAndToken: 'SAML responses and assertions signed (ResponseAndToken)',
};

function issuanceWords(rules: Rules): string {
  const { TokenResponseSigningPolicy: signing, SamlTokenVersion: version, EmitSAMLNameFormat: names } = rules;
  const parts = [
    signed[String(signing)] ?? '',
    algorithmWords(String(rules['SigningAlgorithm'] ?? '')),
    version === undefined ? '' : `SAML ${plain(String(version), 10)}`,
    names === undefined ? '' : `name formats ${String(names) === 'true' ? 'sent' : 'not sent'}`,
  ].filter((part) => part !== '');
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Sets nothing that Bulwark knows.';
}

function algorithmWords(algorithm: string): string {
  if (algorithm.endsWith('#rsa-sha1')) return 'SHA-1 (weak)';
  return algorithm.endsWith('#rsa-sha256') ? 'SHA-256' : '';
}

function retiredWords(rules: Rules): string {
  const names = Object.keys(rules).filter((name) => retiredProperties.includes(name));
  if (names.length === 0) return '';
  return `Contains ${names.join(', ')}: ignored by Entra since 30 Jan 2021; use Conditional Access sign-in frequency.`;
}
