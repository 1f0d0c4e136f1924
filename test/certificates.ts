import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });

const parts = {
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  otherKey: other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  certificate: selfSigned('200101000000Z', '491231235959Z'),
  expiredCertificate: selfSigned('190101000000Z', '200101000000Z'),
  endingCertificate: selfSigned('200101000000Z', inDays(29)),
};

export { publicKey };

export function pemOf(part: keyof typeof parts): string {
  return parts[part];
}

/** A certificate and its private key, as an operator keeps them. */
export const pemFile = parts.certificate + parts.key;

function inDays(days: number): string {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return `${iso.slice(2, 19).replace(/\D/g, '')}Z`;
}

/** Just enough X.509 for a test: one name, one key, no extensions. Times are UTCTime. */
function selfSigned(from: string, to: string): string {
  const name = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, Buffer.from('Bulwark test')))));
  const signing = der(0x30, oid('2a864886f70d01010b'), der(0x05));
  const validity = der(0x30, der(0x17, Buffer.from(from)), der(0x17, Buffer.from(to)));
  const version = der(0xa0, der(0x02, Buffer.from([2])));
  const serial = der(0x02, Buffer.from([1]));
  const body = der(0x30, version, serial, signing, name, validity, name, spki(publicKey));
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const base64 = der(0x30, body, signing, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
