import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Reads the address a request came from. `X-Forwarded-For` counts only as far as trusted proxies vouch for it: the
 * last address in it that is not one of them. `trusted` holds addresses and CIDR ranges.
 */
export function clientAddressReader(trusted: readonly string[]): (peer: string, forwardedFor?: string) => string {
  const proxies = toBlockList(trusted);
  const isProxy = (address: string) => proxies.check(address, family(address));
  return (peer, forwardedFor = '') => {
    const hops = forwardedFor.split(',').map((hop) => withoutPort(hop.trim()));
    let address = unmapped(peer);
    while (isProxy(address)) {
      const hop = hops.pop() ?? '';
      if (!isIP(hop)) break;
      address = unmapped(hop);
    }
    return address;
  };
}

function toBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    if (prefix === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(prefix), family(address));
  }
  return list;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** Some proxies, App Service among them, write the port as well. */
function withoutPort(hop: string): string {
  return /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(hop)?.slice(1).find(Boolean) ?? hop;
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
