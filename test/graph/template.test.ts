import { describe, expect, it } from 'vitest';
import { parseUserKey } from '../../src/core/users/user-key.ts';
import { fill, isPlainQuery, patternOf } from '../../src/graph/template.ts';

const id = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';

describe('a template', () => {
  it.each([
    ['/users/{id}', { id }, `/users/${id}`],
    ['/users/{upn}?$select=id', { upn: 'a%23EXT%23%40contoso.com' }, '/users/a%23EXT%23%40contoso.com?$select=id'],
    ["/users('{quotedUpn}')", { quotedUpn: "%24o''neil%40contoso.com" }, "/users('%24o''neil%40contoso.com')"],
    ['{"userIds":["{id}"]}', { id }, `{"userIds":["${id}"]}`],
    ['{"groupIds":[{ids}]}', { ids: `"${id}","${id}"` }, `{"groupIds":["${id}","${id}"]}`],
    ['{"accountEnabled":false}', {}, '{"accountEnabled":false}'],
    ['/security/alerts_v2?{query}', { query: '$top=100' }, '/security/alerts_v2?$top=100'],
  ])('%s matches what is made of it', (template, values, made) => {
    expect(fill(template, values)).toBe(made);
    expect(patternOf(template).test(made)).toBe(true);
  });

  it.each([
    ['/users/{id}', `/users/${id}/`],
    ['/users/{id}', `/users/${id}?x=1`],
    ['/users/{id}', `/users/${id.toUpperCase()}`],
    ['/users/{id}', `/users/${id}\n`],
    ['/users/{id}', `x/users/${id}`],
    ['/users/{id}', '/users/'],
    ['/users/{upn}', '/users/..'],
    ['/users/{upn}', '/users/..%2F..%40contoso.com'],
    ['/users/{upn}', '/users/a@contoso.com'],
    ['/users/{upn}', '/users/a%40contoso.com/x'],
    ['/users/{upn}', '/users/a%00%40contoso.com'],
    ["/users('{quotedUpn}')", "/users('a'b%40contoso.com')"],
    ["/users('{quotedUpn}')", "/users('a%27b%40contoso.com')"],
    ['{"groupIds":[{ids}]}', '{"groupIds":[]}'],
    ['{"groupIds":[{ids}]}', `{"groupIds":[${Array(21).fill(`"${id}"`)}]}`],
    ['{"userIds":["{id}"]}', `{"userIds":["${id}","${id}"]}`],
    ['{"accountEnabled":false}', '{"accountEnabled": false}'],
    ['/a.b?c', '/axb?c'],
  ])('%s does not match %j', (template, text) => {
    expect(patternOf(template).test(text)).toBe(false);
  });

  it('has a place for every user principal name that core takes', () => {
    for (const character of ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~aZ0é') {
      const upn = `a${character}b@contoso.com`;
      const taken = takes(upn);
      expect([upn, patternOf('{upn}').test(encodeURIComponent(upn)) || upn.includes('#')]).toEqual([
        upn,
        taken || upn.includes('#'),
      ]);
    }
  });
});

function takes(upn: string): boolean {
  try {
    return parseUserKey(upn).kind === 'upn';
  } catch {
    return false;
  }
}

it('a plain query holds nothing that could be taken for the start of something else', () => {
  expect(isPlainQuery("$filter=a%20eq%20'b'&$top=100")).toBe(true);
  for (const query of ['', 'a b', 'a:b', 'a\\b', 'a#b', 'a@b', 'a?b', 'a\nb']) expect(isPlainQuery(query)).toBe(false);
});
