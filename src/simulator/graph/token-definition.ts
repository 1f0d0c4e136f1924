import { isObject, parseJson } from '../json.ts';

const durations = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})$/;
const shortestS = 600;
const longestS = 86_399;

const issuanceValues = new Map<string, readonly string[]>([
  ['TokenResponseSigningPolicy', ['ResponseOnly', 'TokenOnly', 'ResponseAndToken']],
  ['SamlTokenVersion', ['1.1', '2.0', '2']],
  [
    'SigningAlgorithm',
    ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'],
  ],
]);

/** Whether Microsoft takes this `definition` for the collection: one JSON text, its type as root, version 1. */
export function isValidDefinition(collection: string, definition: unknown): boolean {
  if (!Array.isArray(definition) || definition.length !== 1) return false;
  const parsed = parseJson(String(definition[0]));
  const root = `${collection.charAt(0).toUpperCase()}${collection.slice(1).replace(/Policies$/, 'Policy')}`;
  const rules = isObject(parsed) ? parsed[root] : undefined;
  if (!isObject(rules) || !isVersionOne(root, rules['Version'])) return false;
  return Object.entries(rules).every(([name, value]) => isValidRule(name, value));
}

/** Microsoft's own SAML policies write it as text too. */
function isVersionOne(root: string, version: unknown): boolean {
  return version === 1 || (root === 'TokenIssuancePolicy' && version === '1');
}

function isValidRule(name: string, value: unknown): boolean {
  if (name === 'AccessTokenLifetime') return isLifetime(String(value));
  return issuanceValues.get(name)?.includes(String(value)) ?? true;
}

function isLifetime(text: string): boolean {
  const match = durations.exec(text);
  if (!match) return false;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return total >= shortestS && total <= longestS;
}
