/** The sample people: what scripts and the chat page call them by alias. */
export type Person = {
  alias: string;
  name: string;
  aadObjectId: string;
  userPrincipalName: string;
  userRole: 'user' | 'guest';
  /** What the person is meant to be in the product: a hint, the product decides. */
  role: 'admin' | 'responder' | 'hardener' | 'approver' | 'viewer' | null;
  note: string;
  /** `null` = lives in the home tenant. */
  foreignTenantId: string | null;
};

export const contosoTenantId = '8f2c1a70-3b5d-4e19-9c64-a1d7b20e5f31';
export const fabrikamTenantId = '5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58';
export const botAppId = '4b7d9e21-6c3f-4a85-b0d2-7e91c5f8a364';
export const graphAppId = 'c05a3f6e-12d8-47b9-8e4c-9d60b7a2f183';
/** Any client of this world may use it: it protects nothing. */
export const clientSecret = 'simulated-secret';

type Row = readonly [alias: string, name: string, id: string, upn: string, role: Person['role'], note: string];

const rows: Row[] = [
  [
    'admin',
    'Megan Bowen',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b01',
    'megan.bowen@contoso.com',
    'admin',
    'Admin: connects and approves',
  ],
  [
    'responder',
    'Adele Vance',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b02',
    'adele.vance@contoso.com',
    'responder',
    'Responder: contains accounts',
  ],
  [
    'hardener',
    'Isaiah Langer',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b03',
    'isaiah.langer@contoso.com',
    'hardener',
    'Hardener: sets policies',
  ],
  [
    'approver',
    'Joni Sherman',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b04',
    'joni.sherman@contoso.com',
    'approver',
    'Approver: second person',
  ],
  ['viewer', 'Lee Gu', 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b05', 'lee.gu@contoso.com', 'viewer', 'Viewer: reads only'],
  [
    'member',
    'Patti Fernandez',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b06',
    'patti.fernandez@contoso.com',
    null,
    'Member: no role',
  ],
  [
    'guest',
    'Robin Kline',
    'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b07',
    'robin.kline_wingtip.com#EXT#@contoso.onmicrosoft.com',
    null,
    'External guest',
  ],
  [
    'outsider',
    'Sam Ortiz',
    'd7e8f901-2a3b-4c5d-8e6f-708192a3b401',
    'sam.ortiz@fabrikam.com',
    null,
    'Person of another tenant',
  ],
];

function toPerson([alias, name, aadObjectId, userPrincipalName, role, note]: Row): Person {
  const userRole = alias === 'guest' ? 'guest' : 'user';
  const foreignTenantId = alias === 'outsider' ? fabrikamTenantId : null;
  return { alias, name, aadObjectId, userPrincipalName, userRole, role, note, foreignTenantId };
}

export const people: readonly Person[] = rows.map(toPerson);

export function personByAlias(alias: unknown): Person | undefined {
  return people.find((person) => person.alias === alias);
}

/** The id Teams gives a person towards one bot. */
export function teamsIdOf(person: Person): string {
  return `29:1${Buffer.from(person.aadObjectId).toString('base64url')}`;
}

export const breakGlass = {
  id: 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b99',
  userPrincipalName: 'emergency.access@contoso.onmicrosoft.com',
  displayName: 'Emergency Access',
} as const;
