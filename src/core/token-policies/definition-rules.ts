import type { TokenPolicyType } from './token-policy.ts';

/** `problem`: what is wrong with a value, in words; undefined when Entra takes it. */
export type PropertyRule = { problem(value: unknown): string | undefined };

/** Properties by root key, as Microsoft documents them for tokenLifetimePolicy and tokenIssuancePolicy. */
export const definitionRules = {
  TokenLifetimePolicy: {
    Version: oneOf(1),
    AccessTokenLifetime: { problem: lifetimeProblem },
  },
  TokenIssuancePolicy: {
    Version: oneOf(1, '1'),
    TokenResponseSigningPolicy: oneOf('ResponseOnly', 'TokenOnly', 'ResponseAndToken'),
    SamlTokenVersion: oneOf('1.1', '2.0', 1.1, 2),
    SigningAlgorithm: oneOf(
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    ),
    EmitSAMLNameFormat: oneOf(true, false, 'true', 'false'),
  },
} as const satisfies Record<TokenPolicyType, Record<string, PropertyRule>>;

/** Ignored by Entra since 30 January 2021; Conditional Access took their place. */
export const retiredProperties: readonly string[] = [
  'MaxInactiveTime',
  'MaxAgeSingleFactor',
  'MaxAgeMultiFactor',
  'MaxAgeSessionSingleFactor',
  'MaxAgeSessionMultiFactor',
];

function oneOf(...values: readonly (string | number | boolean)[]): PropertyRule {
  const listed = values.map((value) => JSON.stringify(value)).join(', ');
  return {
    problem: (value) => (values.some((one) => one === value) ? undefined : `must be one of ${listed}`),
  };
}

const shortestS = 10 * 60;
const longestS = 24 * 60 * 60 - 1;

function lifetimeProblem(value: unknown): string | undefined {
  const seconds = lifetimeSeconds(value);
  if (seconds === undefined) return `must be a time such as 08:00:00${minutesHint(value)}`;
  return seconds >= shortestS && seconds <= longestS ? undefined : 'must be between 00:10:00 and 23:59:59';
}

/** Seconds of `[D.]HH:MM:SS`; undefined for anything else. */
export function lifetimeSeconds(value: unknown): number | undefined {
  const [, days = '0', hours, minutes, seconds] =
    /^(?:(\d{1,8})\.)?([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (hours === undefined) return undefined;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** Microsoft's own page writes 90 minutes as 00:90:00, which is no legal time. */
function minutesHint(value: unknown): string {
  const [, minutes] = /^0?0:([6-9]\d):\d\d$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (minutes === undefined) return '';
  return `; ${minutes} minutes are 01:${String(Number(minutes) - 60).padStart(2, '0')}:00`;
}
