import { refuse } from '../core/errors.ts';
import { printable } from '../core/token-policies/refusals.ts';

const servedVersion = '1.6';

/** The version has to be named, once, and exactly. An empty value counts as missing. */
export function requireApiVersion(query: URLSearchParams): void {
  const [version = '', ...more] = query.getAll('api-version');
  if (version === '' && more.length === 0) {
    refuse('invalid_request', 'The api-version is missing. Add api-version=1.6 to the query.', {
      graphCode: 'Request_DataContractVersionMissing',
    });
  }
  if (version === servedVersion && more.length === 0) return;
  refuse('invalid_request', 'The specified api-version is invalid. The value must exactly match a supported version.', {
    graphCode: 'Request_InvalidDataContractVersion',
  });
}

/** A system query option that is not served, or is there twice, would be understood by nobody. Others are left alone. */
export function requireServedOptions(query: URLSearchParams, served: readonly string[]): void {
  const options = [...query.keys()].filter((name) => name.startsWith('$'));
  const unserved = options.find((name) => !served.includes(name) && name !== '$format');
  if (unserved !== undefined) refuseQuery(`The query option '${printable(unserved)}' is not supported here.`);
  const twice = options.find((name, at) => options.indexOf(name) !== at);
  if (twice !== undefined) refuseQuery(`The query option '${printable(twice)}' is there more than once.`);
  if ((query.get('$format') ?? 'json') !== 'json') refuseQuery('Only $format=json is served.');
}

export function refuseQuery(message: string): never {
  refuse('invalid_request', message, { graphCode: 'Request_UnsupportedQuery' });
}
