import type { Role } from '../../src/core/actors.ts';
import type { Json } from './call.ts';

/**
 * Who may use a verb: everybody who is let in, whoever holds a role, only this role, an admin and whoever asked for
 * it, or nobody, because it is bound to another conversation.
 */
type May = 'member' | 'anyRole' | Role | 'adminOrOwner' | 'bound';

/** One way to ask something of the bot, with what it takes. Ids name things that are not there. */
export type Cell = { name: string; may: May; refusedAs: string } & ({ text: string } | { verb: string; data: Json });

const nobody = 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5bff';
const policyKey = 'user_app_registration';

const said: Record<string, { may: May; text: string }> = {
  help: { may: 'member', text: 'help' },
  whoami: { may: 'member', text: 'whoami' },
  posture: { may: 'anyRole', text: 'posture' },
  explain: { may: 'anyRole', text: `explain ${policyKey}` },
  policies: { may: 'anyRole', text: 'policies' },
  risky: { may: 'anyRole', text: 'risky' },
  user: { may: 'anyRole', text: `user ${nobody}` },
  audit: { may: 'anyRole', text: 'audit' },
  status: { may: 'anyRole', text: 'status' },
  harden: { may: 'hardener', text: `harden ${policyKey}` },
  contain: { may: 'responder', text: `contain ${nobody}` },
  release: { may: 'responder', text: `release ${nobody}` },
  undo: { may: 'hardener', text: 'undo' },
  alerts: { may: 'anyRole', text: 'alerts' },
  subscribe: { may: 'admin', text: 'subscribe' },
  subscriptions: { may: 'admin', text: 'subscriptions' },
  unsubscribe: { may: 'admin', text: 'unsubscribe' },
  connect: { may: 'admin', text: 'connect' },
  approve: { may: 'admin', text: 'approve' },
};

const user = { user: nobody };
/** Who may deal with an alert depends on what it is about, so who asks for one that is not there learns that first. */
const alert = { alert: 'alert_0' };
const tokenPolicy = { id: nobody };
const reason = 'for the role matrix';

/** `refusedAs`: where who may not is told less than that. */
const pressed: Record<string, { may: May; data?: Json; refusedAs?: string }> = {
  'posture.show': { may: 'anyRole' },
  'posture.page': { may: 'anyRole' },
  'posture.filter': { may: 'anyRole' },
  'posture.refresh': { may: 'anyRole' },
  'policy.explain': { may: 'anyRole', data: { policyKey } },
  'policy.list': { may: 'anyRole' },
  'policy.show': { may: 'anyRole', data: tokenPolicy },
  'risky.list': { may: 'anyRole' },
  'risky.page': { may: 'anyRole' },
  'risky.filter': { may: 'anyRole' },
  'risky.refresh': { may: 'anyRole' },
  'user.show': { may: 'anyRole', data: user },
  'alert.view': { may: 'anyRole', data: alert },
  'alert.ack': { may: 'anyRole', data: alert },
  'alert.snooze.preview': { may: 'anyRole', data: alert },
  'alert.snooze.execute': { may: 'anyRole', data: { ...alert, hours: '8', reason } },
  'alert.dismiss.preview': { may: 'anyRole', data: alert },
  'alerts.list': { may: 'anyRole' },
  'digest.page': { may: 'anyRole', data: { digest: 'adigest_0' } },
  'digest.stop': { may: 'admin' },
  'subscription.edit': { may: 'admin' },
  'subscription.save': { may: 'admin' },
  'subscription.stop': { may: 'admin' },
  'subscription.list': { may: 'admin' },
  'conversation.withdraw': { may: 'admin' },
  'audit.list': { may: 'anyRole' },
  'status.show': { may: 'anyRole' },
  'harden.preview': { may: 'hardener', data: { policyKey } },
  'harden.answer': { may: 'hardener', data: { policyKey: 'device_join_mfa', acknowledge: 'true' } },
  'plan.preview': { may: 'bound', data: { plan: 'plan_0', chosen: '' }, refusedAs: 'unknown_operation' },
  'plan.execute': { may: 'bound', data: { plan: 'plan_0' }, refusedAs: 'unknown_operation' },
  'plan.cancel': { may: 'bound', data: { plan: 'plan_0' }, refusedAs: 'unknown_operation' },
  'plan.stop': { may: 'bound', data: { plan: 'plan_0' }, refusedAs: 'unknown_operation' },
  'plan.show': { may: 'bound', data: { plan: 'plan_0' }, refusedAs: 'unknown_operation' },
  'harden.reason': { may: 'bound', data: { op: '' } },
  'exception.preview': { may: 'hardener', data: { policyKey } },
  'exception.accept': { may: 'hardener', data: { policyKey, reason, owner: 'owner', until: '' } },
  'exception.withdraw': { may: 'hardener', data: { policyKey } },
  'delete.preview': { may: 'hardener', data: tokenPolicy },
  'unassign.preview': { may: 'hardener', data: { ...tokenPolicy, holder: 'application', holderId: nobody } },
  'contain.preview': { may: 'responder', data: user },
  'release.preview': { may: 'responder', data: user },
  'risk.confirm.preview': { may: 'responder', data: user },
  'risk.dismiss.preview': { may: 'responder', data: user },
  'approval.approve': { may: 'bound', data: { op: '' } },
  'approval.deny': { may: 'bound', data: { op: '' } },
  'connect.start': { may: 'admin' },
  'connect.check': { may: 'admin', data: { consent: 'consent_0' } },
  'undo.preview': { may: 'hardener', data: { op: '' } },
  'audit.show': { may: 'adminOrOwner', data: { op: '' }, refusedAs: 'unknown_operation' },
  'contain.retry': { may: 'bound', data: { op: '' }, refusedAs: 'precondition_failed' },
  'harden.execute': { may: 'bound', data: { op: '' } },
  'undo.execute': { may: 'bound', data: { op: '' } },
  'delete.execute': { may: 'bound', data: { op: '' } },
  'unassign.execute': { may: 'bound', data: { op: '' } },
  'contain.execute': { may: 'bound', data: { op: '', reason, checked: 'true' } },
  'release.execute': { may: 'bound', data: { op: '', reason } },
  'risk.confirm.execute': { may: 'bound', data: { op: '', reason } },
  'risk.dismiss.execute': { may: 'bound', data: { op: '', reason } },
  'op.cancel': { may: 'bound', data: { op: '' } },
};

export const commandNames = Object.keys(said);
export const buttonNames = Object.keys(pressed);

/** Every command and button; `op` is an operation that somebody else asked for in another conversation. */
export function cellsFor(op: string): readonly Cell[] {
  const texts = Object.entries(said).map(([name, { may, text }]) => ({
    name,
    may,
    refusedAs: 'not_allowed',
    text: name === 'undo' ? `undo ${op}` : text,
  }));
  const presses = Object.entries(pressed).map(([verb, { may, data = {}, refusedAs = 'not_allowed' }]) => {
    const ids = 'op' in data ? { ...data, op } : data;
    return { name: `[${verb}]`, may, refusedAs, verb, data: { v: 1, ...ids } };
  });
  return [...texts, ...presses];
}

export function isAllowed({ may }: Cell, roles: readonly string[]): boolean {
  if (may === 'member') return true;
  if (may === 'anyRole') return roles.length > 0;
  return may === 'adminOrOwner' ? roles.includes('admin') || roles.includes('owner') : roles.includes(may);
}
