import { expect, it } from 'vitest';
import { readPolicyUrl } from '../../src/aadgraph/link-url.ts';

const id = '092a6e8a-e25d-42b8-8151-c105445150ee';
const own = '127.0.0.1:3978';

it.each([
  [`https://graph.windows.net/myorganization/policies/${id}`, 'myorganization'],
  [`https://GRAPH.windows.net/contoso.com/directoryObjects/${id}`, 'contoso.com'],
  [`https://graph.windows.net/contoso.com/directoryobjects/${id}/Microsoft.DirectoryServices.Policy`, 'contoso.com'],
  [`http://${own}/myorganization/Policies/${id}/`, 'myorganization'],
  [`https://graph.windows.net/myorganization/policies/${id}?api-version=1.6`, 'myorganization'],
  [`https://graph.windows.net/a%20b/policies/${id}`, 'a b'],
])('%s names a policy', (url, tenant) => {
  expect(readPolicyUrl(url, own)).toEqual({ tenant, policyId: id });
});

it.each([
  `https://graph.windows.net/myorganization/users/${id}`,
  `https://graph.microsoft.com/v1.0/policies/${id}`,
  `https://evil.example/myorganization/policies/${id}`,
  `https://graph.windows.net@evil.example/myorganization/policies/${id}`,
  `https://graph.windows.net:443/myorganization/policies/${id}`,
  `https://graph.windows.net/myorganization/policies/${id}/owners`,
  `https://graph.windows.net/myorganization/policies/${id}/Microsoft.DirectoryServices.User`,
  `https://graph.windows.net/policies/${id}`,
  `https://graph.windows.net/%zz/policies/${id}`,
  `/myorganization/policies/${id}`,
  `policies/${id}`,
  id,
  'file:///etc/passwd',
])('%s does not', (url) => {
  expect(() => readPolicyUrl(url, own)).toThrow('The url must be the address of a policy of this tenant');
});

it.each([undefined, null, '', 7, {}])('%j is missing', (url) => {
  expect(() => readPolicyUrl(url, own)).toThrow("A value is required for property 'url'.");
});
