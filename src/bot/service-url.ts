import type { Cloud } from '../core/clouds.ts';

/** Only a URL that is already in its normal form passes, so no trick of spelling can hide another host. */
export function isServiceUrl(cloud: Cloud, url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed || !cloud.serviceOrigins.includes(parsed.origin)) {
    return false;
  }
  const plain = `${parsed.origin}${parsed.pathname}`;
  return plain === url || plain === `${url}/`;
}
