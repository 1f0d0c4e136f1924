import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';

export type Signer = {
  jwk: JWK;
  /** Adds `iat`; the caller sets `nbf` and `exp` in seconds. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token this signer made and that is valid now, else `null`. */
  verify(token: string): Promise<JWTPayload | null>;
};

/** Checking a signature costs more than all the rest of a request: good ones are remembered. */
const rememberedTokens = 2000;

export async function createSigner(clock: () => number): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID().replaceAll('-', '');
  const jwk: JWK = { ...(await exportJWK(publicKey)), use: 'sig', alg: 'RS256', kid, x5t: kid };
  const known = new Map<string, JWTPayload>();

  async function claimsOf(token: string): Promise<JWTPayload | null> {
    const cached = known.get(token);
    if (cached) return cached;
    const options = { algorithms: ['RS256'], currentDate: new Date(clock()) };
    const verified = await jwtVerify(token, publicKey, options).catch(() => null);
    if (!verified) return null;
    if (known.size >= rememberedTokens) known.clear();
    known.set(token, verified.payload);
    return verified.payload;
  }

  return {
    jwk,
    sign: (claims) =>
      new SignJWT({ iat: Math.floor(clock() / 1000), ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, x5t: kid })
        .sign(privateKey),
    async verify(token) {
      const claims = await claimsOf(token);
      return claims && (claims.exp ?? 0) * 1000 > clock() ? claims : null;
    },
  };
}
