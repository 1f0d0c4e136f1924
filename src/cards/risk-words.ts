import type { RiskDetection } from '../core/signals/signal-port.ts';
import { parseTime } from '../core/time.ts';
import { capitalized, plain } from './text.ts';
import { utc } from './time.ts';

/** Several of these stand in one row, and several rows on one card. */
const maxWord = 32;
/** A line of a list. */
export const maxLine = 120;

const states = new Map([
  ['atRisk', 'at risk'],
  ['confirmedCompromised', 'confirmed compromised'],
  ['remediated', 'remediated'],
  ['dismissed', 'dismissed'],
  ['confirmedSafe', 'confirmed safe'],
  ['none', 'no risk'],
]);

/** An enum member in words; one we do not know is shown as Microsoft wrote it. */
export function stateWords(riskState: string): string {
  return states.get(riskState) ?? plain(riskState, maxWord);
}

export function levelWords(riskLevel: string): string {
  return capitalized(plain(riskLevel, maxWord));
}

/** When Microsoft wrote something, or its own text when that is no time. */
export function timeWords(text: string | null): string {
  const at = text === null ? undefined : parseTime(text);
  return at === undefined ? plain(text ?? 'at an unknown time', maxWord) : utc(at);
}

/** The detections that Entra shows under another name than Graph's. */
const events = new Map([
  ['anonymizedIPAddress', 'Anonymous IP address'],
  ['unfamiliarFeatures', 'Unfamiliar sign-in properties'],
  ['unlikelyTravel', 'Atypical travel'],
  ['mcasImpossibleTravel', 'Impossible travel'],
  ['investigationsThreatIntelligence', 'Microsoft Entra threat intelligence'],
]);

/** A detection as Entra names it: `unfamiliarFeatures` → `Unfamiliar sign-in properties`, `newCountry` → `New country`. */
export function eventWords(riskEventType: string, limit = maxWord): string {
  const known = events.get(riskEventType);
  if (known !== undefined) return known;
  const words = plain(riskEventType, limit)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return capitalized(words.replace(/\b[A-Z][a-z]/g, (start) => start.toLowerCase()));
}

/** One line: when, what, where from. */
export function detectionLine({
  riskEventType,
  detectedDateTime,
  activityDateTime,
  location,
  ipAddress,
}: RiskDetection) {
  const where = [location?.city, location?.countryOrRegion].filter(Boolean).join(', ');
  const parts = [timeWords(activityDateTime ?? detectedDateTime), eventWords(riskEventType), where, ipAddress ?? ''];
  return plain(`• ${parts.filter(Boolean).join(' · ')}`, maxLine);
}
