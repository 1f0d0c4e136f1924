import { type Check, type Finding, failed, ok, warning } from './check.ts';

export type GraphPorts = {
  url: string;
  /** Undefined when nothing answers; `at` is the time that Microsoft Graph says it is. */
  reach(): Promise<{ at: number } | undefined>;
  now(): number;
};

/** Token times are compared with this much tolerance. */
const toleratedMs = 5 * 60_000;
const noticedMs = 60_000;

export function graphCheck({ url, reach, now }: GraphPorts): Check {
  return {
    name: 'Graph',
    async run() {
      const before = now();
      const answer = await reach();
      if (!answer)
        return [failed('Graph', `${url} is not reachable`, 'Check DNS, proxy and firewall: HTTPS to it must be open.')];
      return [ok('Graph', `${url} answers`), clock((before + now()) / 2 - answer.at)];
    },
  };
}

function clock(offsetMs: number): Finding {
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  const text = `this machine's clock is ${seconds} s ${offsetMs < 0 ? 'behind' : 'ahead of'} Microsoft's`;
  const cure = 'Set the clock, and keep it set with NTP: tokens that are off by 5 minutes are refused.';
  if (seconds * 1_000 >= toleratedMs) return failed('clock', text, cure);
  return seconds * 1_000 >= noticedMs ? warning('clock', text, cure) : ok('clock', text);
}
