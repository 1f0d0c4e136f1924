import { describe, expect, test } from 'vitest';
import { readTarget, requirePlainPath } from '../../src/http/target.ts';

describe('a request target', () => {
  test('is split at the first question mark', () => {
    const { path, query } = readTarget('/a?b=1?&b=2');
    expect(path).toBe('/a');
    expect(query.getAll('b')).toEqual(['1?', '2']);
  });

  test('is decoded once', () => {
    expect(readTarget('/%24links/%2524').decoded).toBe('/$links/%24');
  });

  test('keeps its raw form when it cannot be decoded', () => {
    expect(readTarget('/%zz').decoded).toBe('/%zz');
  });
});

describe('a path', () => {
  test.each(['/', '/tenants/me', '/tenants//me', '/a%20b', '/bob_contoso.com%23EXT%23@x', '/a...b', '/%e4%bd%a0'])(
    'passes as %s',
    (url) => expect(() => requirePlainPath(readTarget(url))).not.toThrow(),
  );

  test.each([
    ['a dot segment', '/tenants/../docs'],
    ['an encoded dot segment', '/tenants/%2e%2E/docs'],
    ['half a dot segment encoded', '/tenants/.%2e/docs'],
    ['a single dot', '/tenants/./me'],
    ['an encoded slash', '/tenants%2fme'],
    ['a backslash', '/tenants\\me'],
    ['an encoded backslash', '/tenants%5cme'],
    ['an encoded NUL', '/tenants/me%00'],
    ['an encoded line break', '/tenants/me%0d%0a'],
    ['a fragment', '/tenants/me#x'],
    ['a stray percent sign', '/tenants/%'],
    ['bytes that are not UTF-8', '/tenants/%ff'],
    ['an absolute form', 'http://evil.example/tenants'],
    ['an asterisk', '*'],
    ['nothing', ''],
  ])('is refused with %s', (_, url) => {
    expect(() => requirePlainPath(readTarget(url))).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });
});
