import { expect, it } from 'vitest';
import { neededAppRoles } from '../../src/core/app-roles.ts';
import { type ConnectionNews, type ConnectionStanding, healthWatch } from '../../src/core/connection-health.ts';
import { tenantId } from './fakes/connections.ts';
import { consentMissing, graphDown, notLicensed, rejected, throttled } from './fakes/refusals.ts';

const all = [...neededAppRoles.read, ...neededAppRoles.write];
const consentGone = { status: 'needsConsent', reason: 'appNotConsented', needsReconsent: true } as const;

/** What is noted of a row of answers. */
function noted(...answers: ConnectionNews[]): readonly ConnectionStanding['health'][] {
  const healths: ConnectionStanding['health'][] = [];
  const hear = healthWatch(
    async (_tenant, { health }) => void healths.push(health),
    () => expect.unreachable(),
  );
  for (const answer of answers) hear(tenantId, answer);
  return healths;
}

it.each<[string, ConnectionNews, readonly string[]]>([
  ['a token with every role', { appRoles: all }, ['ok']],
  ['a token that lacks one', { appRoles: all.slice(1) }, ['degraded']],
  ['a token without roles', { appRoles: [] }, ['degraded']],
  ['no token for want of consent', { from: 'token', refusal: consentGone }, ['noAccess']],
  ['no token for another lasting reason', { from: 'token', refusal: rejected }, ['noAccess']],
  ['no token just now', { from: 'token', refusal: throttled }, []],
  ['a request for which a permission is missing', { from: 'graph', refusal: consentMissing }, ['degraded']],
  ['a request that says the app is unknown there', { from: 'graph', refusal: consentGone }, ['noAccess']],
  ['a request without a licence', { from: 'graph', refusal: notLicensed }, []],
  ['a request that was refused for itself', { from: 'graph', refusal: rejected }, []],
  ['no answer', { from: 'graph', refusal: graphDown }, []],
])('takes %s for what it is', (_what, answer, health) => {
  expect(noted(answer)).toEqual(health);
});

it('notes one of many refusals in a row, and each token', () => {
  const lacking: ConnectionNews = { from: 'graph', refusal: consentMissing };
  const answers = [{ appRoles: all }, lacking, lacking, lacking, { appRoles: all }, { appRoles: all }, lacking];
  expect(noted(...answers)).toEqual(['ok', 'degraded', 'ok', 'ok', 'degraded']);
});

it('tries again after a note that was lost', async () => {
  const lost: unknown[] = [];
  const hear = healthWatch(
    () => Promise.reject(new Error('disk full')),
    (thrown) => lost.push(thrown),
  );
  for (let n = 0; n < 2; n++) {
    hear(tenantId, { from: 'graph', refusal: consentMissing });
    await new Promise(setImmediate);
  }
  expect(lost).toHaveLength(2);
});
