import { beforeEach, expect, it } from 'vitest';
import type { RiskVerb } from '../../../src/core/containment/risk-work.ts';
import { consentMissing } from '../fakes/refusals.ts';
import { responder, soc, type ThreatWorld, threatWorld, viewer } from '../fakes/threat-world.ts';
import { idOf } from '../fakes/users.ts';

const verdicts: RiskVerb[] = ['confirmCompromised', 'dismissRisk'];
let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

async function rate(verb: RiskVerb) {
  const { operation } = await world.rateRisk.preview(responder, soc, verb, { user: 'alex@contoso.com' });
  return (await world.presses.execute(responder, soc, operation!.id)).outcome;
}

it.each(verdicts)('%s tells Identity Protection, after a press', async (verb) => {
  expect(await rate(verb)).toMatchObject({
    verb,
    steps: [{ name: 'write', status: 'ok' }],
    result: { kind: 'risk', applied: true, needsReconsent: false },
  });
  expect(world.users.writes).toEqual([{ name: verb, userId: idOf('alex'), answer: 'ok' }]);
});

it.each(verdicts)('%s without an answer is what the risk then says', async (verb) => {
  world.users.next[verb] = ['unknownApplied'];
  expect((await rate(verb)).result).toMatchObject({ applied: true });
  world = threatWorld();
  world.users.next[verb] = ['unknownNotApplied'];
  expect(await rate(verb)).toMatchObject({ steps: [{ status: 'unknown' }], result: { applied: false } });
});

it.each(verdicts)('%s without consent says so', async (verb) => {
  world.users.next[verb] = [consentMissing];
  expect((await rate(verb)).result).toMatchObject({ applied: false, needsReconsent: true });
});

it.each(verdicts)('%s leaves protected accounts alone, and is not for everybody', async (verb) => {
  const protectedOne = { user: 'break-glass@contoso.com' };
  const preview = await world.rateRisk.preview(responder, soc, verb, protectedOne);
  expect(preview).toMatchObject({ blocked: expect.stringContaining('protected') });
  expect(preview.operation).toBeUndefined();
  await expect(world.rateRisk.preview(viewer, soc, verb, protectedOne)).rejects.toMatchObject({
    refusal: 'not_allowed',
  });
});

it.each(verdicts)('%s leaves an account alone that is protected since its confirmation', async (verb) => {
  const { operation } = await world.rateRisk.preview(responder, soc, verb, { user: 'alex@contoso.com' });
  const { presses } = world.openInstance({ listed: [{ kind: 'upn', upn: 'alex@contoso.com' }] });
  const { outcome } = await presses.execute(responder, soc, operation!.id);
  await expect(outcome).rejects.toMatchObject({ refusal: 'protected_target' });
  expect(world.users.writes).toEqual([]);
});
