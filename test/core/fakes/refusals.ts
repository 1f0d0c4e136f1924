import type { GraphRefusal } from '../../../src/core/graph-answers.ts';

function graphRefusal(status: GraphRefusal['status'], reason: GraphRefusal['reason'], needsReconsent = false) {
  return { status, reason, needsReconsent } satisfies GraphRefusal;
}

export const consentMissing = graphRefusal('needsConsent', 'permissionMissing', true);
export const notLicensed = graphRefusal('notLicensed', 'notLicensed');
export const graphDown = graphRefusal('error', 'unavailable');
export const throttled: GraphRefusal = { ...graphRefusal('error', 'throttled'), retryAfterS: 17 };
export const rejected = graphRefusal('error', 'rejected');
