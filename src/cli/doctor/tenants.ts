import { type AppRoles, neededAppRoles } from '../../core/app-roles.ts';
import type { GraphRefusal } from '../../core/graph-answers.ts';
import { type Check, type Finding, failed, ok, warning } from './check.ts';
import { signInWords } from './sign-in.ts';

export type Tenant = { tenantId: string; name: string; mode: 'aiPilot' | 'read' };

export type TenantPorts = {
  homeTenantId: string;
  /** Every connected tenant. */
  connected(): Promise<readonly Tenant[]>;
  mint(tenantId: string): Promise<{ token: { roles: readonly string[] } } | { refusal: GraphRefusal }>;
};

/** Signs in to each connected tenant and compares what was granted with what is needed there. Says nothing twice. */
export function tenantCheck(ports: TenantPorts): Check {
  return { name: 'Graph credentials', run: () => findingsOf(ports) };
}

async function findingsOf({ homeTenantId, connected, mint }: TenantPorts): Promise<readonly Finding[]> {
  const tenants = await connected().catch((): Tenant[] => []);
  const home: Tenant = { tenantId: homeTenantId, name: 'the home tenant', mode: 'aiPilot' };
  const findings = tenants.length === 0 ? [nothingConnected] : [];
  for (const tenant of tenants.length === 0 ? [home] : tenants) {
    const minting = await mint(tenant.tenantId);
    findings.push(...('token' in minting ? granted(tenant, minting.token.roles) : [refused(tenant, minting.refusal)]));
  }
  return findings.filter(({ text }, index) => findings.findIndex((one) => one.text === text) === index);
}

const nothingConnected = warning(
  'connections',
  'no Microsoft 365 tenant is connected',
  'Say "connect" to the bot, or use: bulwark connections add',
);

function refused({ tenantId }: Tenant, refusal: GraphRefusal): Finding {
  const { name, text, cure } = signInWords(refusal, tenantId);
  return failed(name, text, cure);
}

function granted({ tenantId, name, mode }: Tenant, roles: readonly string[]): readonly Finding[] {
  const missing = (needed: readonly string[]) => needed.filter((role) => !roles.includes(role));
  const gaps: AppRoles = {
    read: missing(neededAppRoles.read),
    write: mode === 'aiPilot' ? missing(neededAppRoles.write) : [],
  };
  const signedIn = [ok('login', 'reachable'), ok('Graph credentials', `a token for ${name} (${tenantId})`)];
  if (gaps.read.length + gaps.write.length === 0) {
    return [...signedIn, ok('permissions', `${name}: everything that is needed is granted`)];
  }
  return [...signedIn, ...gap(name, tenantId, gaps.read, reading), ...gap(name, tenantId, gaps.write, writing)];
}

const reading = 'what it reads is shown as needing consent';
const writing = 'what it changes is refused';

function gap(name: string, tenantId: string, roles: readonly string[], effect: string): readonly Finding[] {
  if (roles.length === 0) return [];
  const text = `${name} lacks ${roles.join(', ')}: ${effect}`;
  return [failed('permissions', text, `Let an admin grant consent again: say "connect ${tenantId}" to the bot.`)];
}
