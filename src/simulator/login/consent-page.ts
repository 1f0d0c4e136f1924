import type { Answer } from '../http.ts';
import { listAt, type Tenant } from '../world/tenant.ts';
import { allRoles } from './app-roles.ts';

export function consentPage(tenant: Tenant, query: URLSearchParams, tenants: readonly Tenant[]): Answer {
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Permissions requested</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 "Segoe UI", system-ui, sans-serif; margin: 0; padding: 2rem 1rem; background: Canvas; color: CanvasText; }
  main { max-width: 30rem; margin: auto; padding: 1.5rem 2rem 2rem; border: 1px solid GrayText; border-radius: 8px; }
  h1 { font-size: 1.35rem; margin: 0 0 .5rem; }
  ul { columns: 2; padding-left: 1.1rem; font-size: .85rem; }
  li { break-inside: avoid; overflow-wrap: anywhere; }
  .buttons { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.5rem; }
  button { font: inherit; padding: .45rem 1.4rem; border-radius: 4px; border: 1px solid GrayText; background: ButtonFace; color: ButtonText; cursor: pointer; }
  button[value=accept] { background: #0b5cad; border-color: #0b5cad; color: #fff; }
  @media (max-width: 26rem) { ul { columns: 1; } }
</style>
</head>
<body>
<main>
<h1>Permissions requested</h1>
<p><strong>Bulwark</strong> asks for these permissions in <strong>${escaped(nameOf(tenant))}</strong>. If you accept, it gets them for the whole organization. This is the simulated world: nothing real is granted.</p>
${otherTenants(tenant, query, tenants)}
<ul>${allRoles.map((role) => `<li>${escaped(role)}</li>`).join('')}</ul>
<form method="post" class="buttons">
<button name="decision" value="cancel">Cancel</button>
<button name="decision" value="accept">Accept</button>
</form>
</main>
</body>
</html>`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
  };
  return { status: 200, headers, raw: page };
}

function otherTenants(tenant: Tenant, query: URLSearchParams, tenants: readonly Tenant[]): string {
  const links = tenants
    .filter((other) => other !== tenant)
    .map((other) => `<a href="${escaped(addressFor(other, query))}">${escaped(nameOf(other))}</a>`);
  return links.length === 0 ? '' : `<p>Another organization: ${links.join(' · ')}</p>`;
}

function addressFor(tenant: Tenant, query: URLSearchParams): string {
  return `/login/${tenant.id}/v2.0/adminconsent?${query}`;
}

function nameOf(tenant: Tenant): string {
  const [organization] = listAt(tenant, '/organization');
  const [domain] = listAt(tenant, '/domains');
  return String(organization?.['displayName'] ?? domain?.['id'] ?? tenant.id);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
