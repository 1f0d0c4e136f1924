import { type Check, type Finding, failed, ok, warning } from './check.ts';

export type BotPorts = {
  botId: string;
  /** Rejects when Microsoft Entra gives the bot no token. */
  token(): Promise<string>;
  /** Whether the keys that sign what Teams sends can be read. */
  signingKeys(): Promise<boolean>;
  /** Tenants whose people may talk to the bot. */
  tenants: readonly string[];
  /** How many people and groups are named as admins. */
  admins: number;
};

export function botCheck(ports: BotPorts): Check {
  return {
    name: 'bot registration',
    run: async () => [await registration(ports), await keys(ports), tenantList(ports), admins(ports)],
  };
}

async function registration({ botId, token }: BotPorts): Promise<Finding> {
  const name = 'bot registration';
  try {
    await token();
    return ok(name, `bot ${botId} signs in`);
  } catch (thrown) {
    const refused = thrown instanceof Error && thrown.message.includes('refused');
    if (refused)
      return failed(
        name,
        thrown.message,
        "Check BOT_ID, BOT_TENANT_ID and the bot's credential in Entra > App registrations.",
      );
    return failed(name, 'the login service is not reachable', 'Check DNS, proxy and firewall, then run doctor again.');
  }
}

async function keys({ signingKeys }: BotPorts): Promise<Finding> {
  const name = 'Teams signing keys';
  if (await signingKeys()) return ok(name, 'read');
  return failed(
    name,
    'not reachable: nothing that Teams sends can be verified',
    'Open HTTPS to login.botframework.com.',
  );
}

function tenantList({ tenants }: BotPorts): Finding {
  const name = 'tenant allow-list';
  if (tenants.length > 0) return ok(name, tenants.join(', '));
  return failed(name, 'empty: nobody can talk to the bot', 'Set BOT_TENANT_ID to the tenant your people sign in to.');
}

function admins({ admins: count }: BotPorts): Finding {
  const name = 'admins';
  if (count > 0) return ok(name, `${count} named`);
  return warning(name, 'nobody is an admin', 'Set ADMINS to the object id of a person, or to group:<object id>.');
}
