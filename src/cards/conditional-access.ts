import type { Posture } from '../core/posture.ts';

const unread = {
  needsConsent: 'could not be read: needs consent.',
  notLicensed: 'could not be read: not licensed (Microsoft Entra ID P1).',
  error: 'could not be read: error, try again.',
} as const;

/** The rest of a sentence that begins with "Conditional Access:". */
export function conditionalAccessWords(reading: Posture['conditionalAccess']): string {
  if (reading.status !== 'ok') return unread[reading.status];
  const { total, enabled, reportOnly, disabled } = reading.value;
  if (total === 0) return 'no policies in this tenant.';
  return `${enabled} of ${total} policies on, ${reportOnly} in report-only mode, ${disabled} off. Bulwark only reports these; it never changes them.`;
}
