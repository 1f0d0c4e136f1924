import { neededAppRoles, optionalAppRoles } from '../src/core/app-roles.ts';
import permissions from './permissions.json' with { type: 'json' };

export type Permission = { name: string; id: string; why: string; without: string };

export const microsoftGraph = '00000003-0000-0000-c000-000000000000';

/** What the product asks an admin to consent to, reading first. */
export function appPermissions(): readonly Permission[] {
  return [...neededAppRoles.read, ...neededAppRoles.write].map(described);
}

/** What an admin may add, for what the product does only with them. */
export function optionalPermissions(): readonly Permission[] {
  return optionalAppRoles.map(described);
}

function described(role: string): Permission {
  const known = permissions.find(({ name }) => name === role);
  if (!known) throw new Error(`infra/permissions.json lacks ${role}: say what it is for, and what fails without it.`);
  return known;
}

/** The app registration's manifest with these permissions. */
export function withPermissions(text: string): string {
  const app = JSON.parse(text);
  const resourceAccess = appPermissions().map(({ id }) => ({ id, type: 'Role' }));
  app.requiredResourceAccess = [{ resourceAppId: microsoftGraph, resourceAccess }];
  return `${JSON.stringify(app, null, 2)}\n`;
}
