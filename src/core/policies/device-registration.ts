import type { PolicyEntry } from './entry.ts';
import type { Strategy } from './strategy.ts';

const document = '/policies/deviceRegistrationPolicy';
const permissions = { read: 'Policy.Read.DeviceConfiguration', write: 'Policy.ReadWrite.DeviceConfiguration' };
const licence = 'None needed';
const noMembership = '#microsoft.graph.noDeviceRegistrationMembership';

const put: Strategy = {
  kind: 'put',
  properties: [
    'userDeviceQuota',
    'multiFactorAuthConfiguration',
    'azureADRegistration',
    'azureADJoin',
    'localAdminPassword',
  ],
};

/** Microsoft Graph v1.0 `deviceRegistrationPolicy`. */
export const deviceRegistration: readonly PolicyEntry[] = [
  {
    key: 'device_join_mfa',
    title: 'MFA required to join or register devices',
    area: 'Devices',
    severity: 'medium',
    document,
    field: 'multiFactorAuthConfiguration',
    strategy: put,
    secure: 'required',
    accepted: [],
    guided: {
      why: 'Microsoft prefers a Conditional Access policy on the user action "register or join devices"; this is the switch for tenants without one.',
      fields: [],
    },
    words: [
      ['required', 'Required'],
      ['notRequired', 'Not required'],
    ],
    about:
      'Decides whether joining or registering a device takes a second factor. An attacker with a password could otherwise add a device that then counts as known.',
    impact: {
      level: 'medium',
      text: 'People who join or register a device are asked for MFA. Joined devices stay joined.',
    },
    licence,
    permissions,
    preconditions: ['noDeviceRegistrationPolicy'],
    revert: 'Puts back the recorded value. Devices that joined meanwhile stay.',
    references: [
      { source: 'CIPP', id: 'intuneRequireMFA' },
      { source: 'Microsoft', id: 'ZTA 21872', differs: 'Prefers a Conditional Access policy.' },
      { source: 'Maester', id: 'MT.1061', differs: 'Warns of having this and a Conditional Access policy.' },
    ],
  },
  {
    key: 'laps',
    title: 'Windows LAPS enabled',
    area: 'Devices',
    severity: 'medium',
    document,
    field: 'localAdminPassword.isEnabled',
    strategy: put,
    secure: true,
    accepted: [],
    words: [
      [true, 'On'],
      [false, 'Off'],
    ],
    about:
      'Lets Entra keep a changing local administrator password for each Windows device. With one password on all of them, an attacker who has one device has every device.',
    impact: {
      level: 'low',
      text: 'Nobody notices. Devices use it once an Intune or group policy for LAPS is in place.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded value. Passwords that were stored meanwhile stay readable.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.4.5' },
      { source: 'CIPP', id: 'laps' },
      { source: 'Microsoft', id: 'ZTA 21953' },
    ],
  },
  {
    key: 'device_join_registering_user',
    title: 'Registering user is not local admin on joined devices',
    area: 'Devices',
    severity: 'medium',
    document,
    field: 'azureADJoin.localAdmins.registeringUsers',
    form: 'membership',
    strategy: put,
    secure: noMembership,
    accepted: [],
    words: [
      [noMembership, 'Nobody'],
      ['#microsoft.graph.allDeviceRegistrationMembership', 'Everyone who joins a device'],
      ['#microsoft.graph.enumeratedDeviceRegistrationMembership', 'Some who join a device'],
    ],
    about:
      'Decides whether people become local administrators of a device that they join. Malware that they start then has the rights of an administrator.',
    impact: {
      level: 'medium',
      text: 'People who join their own PC from now on are not its local administrator. Devices that joined before do not change.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded people. Devices that joined meanwhile stay as they are.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.4.4' },
      { source: 'Maester', id: 'MT.1091' },
      { source: 'CIPP', id: 'intuneDeviceRegLocalAdmins' },
      { source: 'Microsoft', id: 'ZTA 21955' },
    ],
  },
  {
    key: 'device_join_global_admin',
    title: 'Global Admins are not local admins on joined devices',
    area: 'Devices',
    severity: 'medium',
    document,
    field: 'azureADJoin.localAdmins.enableGlobalAdmins',
    strategy: put,
    secure: false,
    accepted: [],
    words: [
      [true, 'They are'],
      [false, 'They are not'],
    ],
    about:
      'Decides whether Global Administrators are local administrators of every joined device. Who uses the role on a device leaves its rights there for malware to find.',
    impact: {
      level: 'low',
      text: 'Global Administrators are not local administrators of devices that join from now on. Devices that joined before do not change.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded value. Devices that joined meanwhile stay as they are.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.4.3' },
      { source: 'Maester', id: 'MT.1090' },
      { source: 'CIPP', id: 'intuneDeviceRegLocalAdmins' },
      { source: 'Microsoft', id: 'ZTA 21955' },
    ],
  },
  {
    key: 'device_quota',
    title: 'Device quota per user is limited',
    area: 'Devices',
    severity: 'low',
    document,
    field: 'userDeviceQuota',
    strategy: put,
    secure: 10,
    accepted: [],
    range: { from: 0, to: 10 },
    words: [[0, '0: nobody can add a device']],
    about:
      'Decides how many devices one person may add. A stolen account with a high limit can add device after device without anybody noticing.',
    impact: {
      level: 'low',
      text: 'People who have more than 10 devices keep them but cannot add another until they remove some.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded number. Devices are neither added nor removed.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.4.2', differs: 'Accepts up to 20 devices.' },
      { source: 'CIPP', id: 'intuneDeviceReg' },
      { source: 'Microsoft', id: 'ZTA 21837' },
    ],
  },
];
