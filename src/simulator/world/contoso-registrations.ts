import type { JsonObject } from '../json.ts';
import { samplePeople } from './contoso-users.ts';

const phone = ['mobilePhone'];
const app = ['microsoftAuthenticatorPush', 'softwareOneTimePasscode'];

/** What people have registered to sign in with; the others have an app. */
const registered: Readonly<Record<string, readonly string[]>> = {
  'Adele Vance': ['fido2SecurityKey', ...app],
  'Lee Gu': phone,
  'Joni Sherman': [...phone, ...app],
  'Nestor Wilke': [...phone, 'email'],
};

/** The report on registered sign-in methods. */
export function registrations(now: number): JsonObject[] {
  return samplePeople(now).map(({ id, userPrincipalName, displayName, userType }) => {
    const methodsRegistered = registered[String(displayName)] ?? app;
    return {
      id,
      userPrincipalName,
      userDisplayName: displayName,
      userType: userType === 'Guest' ? 'guest' : 'member',
      isMfaRegistered: true,
      isMfaCapable: true,
      methodsRegistered,
      lastUpdatedDateTime: new Date(now - 86_400_000).toISOString(),
    };
  });
}
