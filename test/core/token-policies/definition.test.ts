import { describe, expect, it } from 'vitest';
import { definitionProblem, requireDefinition } from '../../../src/core/token-policies/definition.ts';
import { lifetimeSeconds } from '../../../src/core/token-policies/definition-rules.ts';

const lifetime = (rules: string) => `{"TokenLifetimePolicy":${rules}}`;
const issuance = (rules: string) => `{"TokenIssuancePolicy":${rules}}`;
const time = (text: string) => lifetime(`{"Version":1,"AccessTokenLifetime":"${text}"}`);
const sha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

function refusalOf(type: 'TokenLifetimePolicy' | 'TokenIssuancePolicy', text: string) {
  try {
    requireDefinition(type, text);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

describe('a lifetime', () => {
  it.each(['00:10:00', '8:00:00', '08:00:00', '0.23:59:59', '23:59:59', '01:30:00'])('of %s is valid', (text) => {
    expect(definitionProblem('TokenLifetimePolicy', time(text))).toBeUndefined();
  });

  it.each(['00:09:59', '24:00:00', '1.00:00:00', '8 hours', '8', '08:00', '00:60:00', '-08:00:00', '08:00:00.5', ''])(
    'of %j is not',
    (text) => {
      expect(refusalOf('TokenLifetimePolicy', time(text))).toMatchObject({
        refusal: 'invalid_request',
        message: 'Property definition has an invalid value.',
        values: [{ item: 'definition', value: expect.stringContaining('AccessTokenLifetime must be') }],
      });
    },
  );

  it('of 00:90:00, as a page of Microsoft writes it, is told how it is written', () => {
    const why = expect.stringContaining('90 minutes are 01:30:00');
    expect(refusalOf('TokenLifetimePolicy', time('00:90:00'))).toMatchObject({ values: [{ value: why }] });
  });

  it('is counted in seconds', () => {
    expect(lifetimeSeconds('1.02:03:04')).toBe(93_784);
    expect(lifetimeSeconds(8)).toBeUndefined();
  });
});

describe('a definition', () => {
  it.each([
    ['TokenLifetimePolicy', lifetime('{"Version":1}')],
    ['TokenLifetimePolicy', ` { "TokenLifetimePolicy" :\r\n { "Version" : 1 } } `],
    ['TokenIssuancePolicy', issuance('{"Version":1}')],
    ['TokenIssuancePolicy', issuance('{"Version":"1","SamlTokenVersion":1.1,"EmitSAMLNameFormat":"true"}')],
    ['TokenIssuancePolicy', issuance(`{"Version":1,"SamlTokenVersion":"2.0","SigningAlgorithm":"${sha256}"}`)],
    ['TokenIssuancePolicy', issuance('{"Version":1,"TokenResponseSigningPolicy":"ResponseAndToken"}')],
  ] as const)('of type %s may be %s', (type, text) => {
    expect(definitionProblem(type, text)).toBeUndefined();
  });

  it.each([
    ['TokenLifetimePolicy', issuance('{"Version":1}')],
    ['TokenIssuancePolicy', lifetime('{"Version":1}')],
    ['TokenLifetimePolicy', ''],
    ['TokenLifetimePolicy', '{'],
    ['TokenLifetimePolicy', 'null'],
    ['TokenLifetimePolicy', '[]'],
    ['TokenLifetimePolicy', lifetime('null')],
    ['TokenLifetimePolicy', lifetime('[]')],
    ['TokenLifetimePolicy', '{"TokenLifetimePolicy":{"Version":1},"More":1}'],
    ['TokenLifetimePolicy', lifetime('{}')],
    ['TokenLifetimePolicy', lifetime('{"Version":2}')],
    ['TokenLifetimePolicy', lifetime('{"Version":"1"}')],
    ['TokenLifetimePolicy', lifetime('{"Version":1,"AccessTokenLifetime":{"Version":1}}')],
    ['TokenLifetimePolicy', lifetime('{"Version":1,"AccessTokenLifetime":"10:00:00","AccessTokenLifetime":"8:00:00"}')],
    ['TokenIssuancePolicy', issuance('{"Version":1,"TokenResponseSigningPolicy":"Both"}')],
    ['TokenIssuancePolicy', issuance('{"Version":1,"SigningAlgorithm":"md5"}')],
    ['TokenIssuancePolicy', issuance('{"Version":1,"SamlTokenVersion":"3.0"}')],
    ['TokenIssuancePolicy', issuance('{"Version":1,"EmitSAMLNameFormat":"yes"}')],
  ] as const)('of type %s may not be %s', (type, text) => {
    expect(refusalOf(type, text)).toMatchObject({ message: 'Property definition has an invalid value.' });
  });

  it('with retired or unknown properties is told all of their names', () => {
    const text = lifetime('{"Version":1,"MaxInactiveTime":"x","Foo":1,"MaxAgeSessionMultiFactor":"x","__proto__":1}');
    expect(refusalOf('TokenLifetimePolicy', text)).toMatchObject({
      refusal: 'invalid_request',
      message:
        'Property definition contains properties that cannot be set: MaxInactiveTime (retired), Foo (unknown), MaxAgeSessionMultiFactor (retired), __proto__ (unknown).',
    });
    expect(refusalOf('TokenIssuancePolicy', issuance('{"Version":1,"AccessTokenLifetime":"8:00:00"}'))).toMatchObject({
      message: expect.stringContaining('AccessTokenLifetime (unknown)'),
    });
  });
});
