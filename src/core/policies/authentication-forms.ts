import { type GraphDocument, isObject } from './compare.ts';
import type { Form } from './forms.ts';

const everyone = { targetType: 'group', id: 'all_users' };
const nobody = { targetType: 'group', id: '00000000-0000-0000-0000-000000000000' };

const halves = ['displayAppInformationRequiredState', 'displayLocationInformationRequiredState'] as const;
/** Enforced by Microsoft; Graph refuses to have it set. */
const neverSent = 'numberMatchingRequiredState';

/** Application name and location in the push prompt. Graph replaces the settings as a whole, so both halves are sent. */
export const signInContext: Form = {
  read: (property) => {
    const [app, location] = halves.map((name) => reachOf(isObject(property) ? property[name] : undefined));
    if (app === undefined || location === undefined) return undefined;
    return app === location ? app : `app name ${app}, location ${location}`;
  },
  write: (property, wanted) => {
    const { [neverSent]: _, ...settings } = isObject(property) ? property : {};
    return { ...settings, ...Object.fromEntries(halves.map((name) => [name, forEveryone(settings[name], wanted)])) };
  },
  others: (property) => {
    const settings: GraphDocument = isObject(property) ? property : {};
    const kept = Object.entries(settings).filter(([name]) => name !== neverSent && !isHalf(name));
    return [Object.fromEntries(kept), halves.map((name) => excludedFrom(settings[name]))];
  },
};

function isHalf(name: string): boolean {
  return halves.some((half) => half === name);
}

/** The state, and for whom it holds when that is not everyone. */
function reachOf(feature: unknown): string | undefined {
  const state = isObject(feature) ? feature['state'] : undefined;
  if (!isObject(feature) || typeof state !== 'string') return undefined;
  if (state.toLowerCase() !== 'enabled') return state;
  return isEveryone(feature['includeTarget']) ? state : `${state} for a group`;
}

function isEveryone(target: unknown): boolean {
  const id = isObject(target) ? target['id'] : undefined;
  return typeof id === 'string' && id.toLowerCase() === everyone.id;
}

function forEveryone(feature: unknown, state: unknown) {
  return { state, includeTarget: everyone, excludeTarget: excludedFrom(feature) };
}

function excludedFrom(feature: unknown): unknown {
  return (isObject(feature) ? feature['excludeTarget'] : undefined) ?? nobody;
}

/** The campaign that asks people to register a method. Whom it leaves out, and whom else it asks, stays. */
export const campaign: Form = {
  read: (property) => {
    const state = isObject(property) ? property['state'] : undefined;
    if (!isObject(property) || typeof state !== 'string') return undefined;
    if (state.toLowerCase() !== 'enabled') return state;
    return targetsOf(property).some(isEveryone) ? state : `${state} for some`;
  },
  write: (property, state) => {
    const present: GraphDocument = isObject(property) ? property : {};
    const targets = targetsOf(present);
    const asked = { id: everyone.id, targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' };
    const includeTargets = targets.some(isEveryone) ? targets : [...targets, asked];
    return { snoozeDurationInDays: 1, excludeTargets: [], ...present, state, includeTargets };
  },
  others: (property) => {
    const { state: _state, includeTargets: _targets, ...others } = isObject(property) ? property : {};
    return { snoozeDurationInDays: 1, excludeTargets: [], ...others };
  },
};

function targetsOf(property: GraphDocument): readonly unknown[] {
  const targets = property['includeTargets'];
  return Array.isArray(targets) ? targets : [];
}
