import { expect, test } from 'vitest';
import type { Route } from '../../src/http/mount.ts';
import { createRouting } from '../../src/http/routing.ts';
import { testMount } from './door.ts';

const handle = async () => ({ status: 200 });
const routes: Route[] = [
  { method: 'GET', path: '/policies', handle },
  { method: 'POST', path: '/policies', handle },
  { method: 'GET', path: '/policies/:id', handle },
  { method: 'DELETE', path: '/:tenant/apps/:id/$links/policies', handle },
];
const strict = createRouting(testMount(routes));
const lenient = createRouting(testMount(routes, { lenientPaths: true }));

test('finds a route and its parameters', () => {
  expect(strict('GET', '/policies/a b')).toEqual({ route: routes[2], params: { id: 'a b' } });
});

test('tells routes of different methods apart', () => {
  expect(strict('POST', '/policies')).toMatchObject({ route: routes[1] });
});

test('answers HEAD where it answers GET', () => {
  expect(strict('HEAD', '/policies')).toMatchObject({ route: routes[0] });
});

test('names the methods a known path takes', () => {
  expect(strict('PUT', '/policies')).toEqual({ allowed: ['GET', 'POST', 'HEAD'] });
  expect(strict('OPTIONS', '/c/apps/1/$links/policies')).toEqual({ allowed: ['DELETE'] });
});

test('knows no methods of an unknown path', () => {
  expect(strict('GET', '/nope')).toEqual({ allowed: [] });
  expect(strict('BREW', '/policies/x/y')).toEqual({ allowed: [] });
});

test.each(['%41', 'a?b', 'a#b', 'a%2fb', '%', 'a;b', 'é', '__proto__'])('does not read a decoded %s again', (id) => {
  expect(strict('GET', `/policies/${id}`)).toMatchObject({ params: { id } });
});

test.each(['/policies/', '//apps/1/$links/policies', '/c/apps//$links/policies'])(
  'leaves no parameter empty: %s',
  (path) => {
    expect(strict('GET', path)).toEqual({ allowed: [] });
  },
);

test('tells cases and trailing slashes apart unless the mount is lenient', () => {
  expect(strict('GET', '/Policies/x/')).toEqual({ allowed: [] });
  expect(lenient('GET', '/Policies/Ab/')).toMatchObject({ params: { id: 'Ab' } });
});

test('takes parameters up to 1,024 characters', () => {
  expect(strict('GET', `/policies/${'x'.repeat(1024)}`)).toMatchObject({ route: routes[2] });
  expect(strict('GET', `/policies/${'x'.repeat(1025)}`)).toEqual({ allowed: [] });
});
