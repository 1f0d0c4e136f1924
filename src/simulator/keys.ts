import { randomUUID } from 'node:crypto';
import {
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';

export type Signer = {
  publicJwk(): Promise<JWK>;
  /** The caller sets `iat`, `nbf` and `exp`, in seconds. */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token this signer made and that is valid now, else `null`. */
  verify(token: string): Promise<JWTPayload | null>;
};

/** Checking a signature costs more than all the rest of a request: good ones are remembered. */
const rememberedTokens = 2000;

/** One RSA key pair, made when it is first needed. */
export function createSigner(clock: () => number): Signer {
  const kid = randomUUID().replaceAll('-', '');
  const known = new Map<string, JWTPayload>();
  let made: Promise<GenerateKeyPairResult> | undefined;

  function keys(): Promise<GenerateKeyPairResult> {
    made ??= generateKeyPair('RS256', { extractable: true });
    return made;
  }

  async function claimsOf(token: string): Promise<JWTPayload | null> {
    const cached = known.get(token);
    if (cached || token === '') return cached ?? null;
    const { publicKey } = await keys();
    const options = { algorithms: ['RS256'], currentDate: new Date(clock()) };
    const verified = await jwtVerify(token, publicKey, options).catch(() => null);
    if (!verified) return null;
    if (known.size >= rememberedTokens) known.clear();
    known.set(token, verified.payload);
    return verified.payload;
  }

  return {
    async publicJwk() {
      return { ...(await exportJWK((await keys()).publicKey)), use: 'sig', alg: 'RS256', kid, x5t: kid };
    },
    async sign(claims) {
      const header = { alg: 'RS256', typ: 'JWT', kid, x5t: kid };
      return new SignJWT(claims).setProtectedHeader(header).sign((await keys()).privateKey);
    },
    async verify(token) {
      const claims = await claimsOf(token);
      return claims && (claims.exp ?? 0) * 1000 > clock() ? claims : null;
    },
  };
}
