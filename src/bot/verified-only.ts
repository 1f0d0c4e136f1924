import { ConfigurationBotFrameworkAuthentication, StatusCodes } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationError,
  BotFrameworkAuthentication,
  ClaimsIdentity,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { Cloud } from '../core/clouds.ts';

/**
 * The SDK's authentication with its inbound doors walled up: they believe tokens that Bot Framework did not issue, and
 * grow a list with each token they see. Activities come in verified, with `verifiedResult`.
 */
class VerifiedOnly extends BotFrameworkAuthentication {
  readonly #outbound: BotFrameworkAuthentication;
  #userTokens: ReturnType<BotFrameworkAuthentication['createUserTokenClient']> | undefined;

  constructor(outbound: BotFrameworkAuthentication) {
    super();
    this.#outbound = outbound;
  }

  override authenticateRequest() {
    return refuseInbound();
  }

  override authenticateStreamingRequest() {
    return refuseInbound();
  }

  override authenticateChannelRequest() {
    return refuseInbound();
  }

  override createConnectorFactory(identity: ClaimsIdentity) {
    return this.#outbound.createConnectorFactory(identity);
  }

  override createUserTokenClient(identity: ClaimsIdentity) {
    this.#userTokens ??= this.#outbound.createUserTokenClient(identity);
    return this.#userTokens;
  }
}

async function refuseInbound(): Promise<never> {
  throw new AuthenticationError('Unauthorized', StatusCodes.UNAUTHORIZED);
}

export function createVerifiedOnly(appId: string, cloud: Cloud): BotFrameworkAuthentication {
  return new VerifiedOnly(outboundAuthentication(appId, cloud));
}

/** If any of these settings is given, the SDK has no default for the others. */
function outboundAuthentication(appId: string, cloud: Cloud): ConfigurationBotFrameworkAuthentication {
  const settings = {
    MicrosoftAppId: appId,
    ToChannelFromBotLoginUrl: cloud.loginUrl,
    ToChannelFromBotOAuthScope: cloud.connectorAudience,
    ToBotFromChannelTokenIssuer: cloud.issuer,
    OAuthUrl: cloud.connectorAudience,
    ToBotFromChannelOpenIdMetadataUrl: cloud.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: cloud.metadataUrl,
    CallerId: `urn:botframework:azure:${cloud.name}`,
  };
  return new ConfigurationBotFrameworkAuthentication(settings, withoutToken);
}

/** The SDK's own clients stay idle: `connector.ts` sends, and only it has a token. */
const withoutToken: ServiceClientCredentialsFactory = {
  isValidAppId: async () => true,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => ({
    signRequest: () => Promise.reject(new Error('Send through the connector, not through the turn context.')),
  }),
};

/** What the SDK is told about an activity whose token `strict-auth.ts` has checked. */
export function verifiedResult(
  appId: string,
  cloud: Cloud,
  authentication: BotFrameworkAuthentication,
): AuthenticateRequestResult {
  const claimsIdentity = new ClaimsIdentity([{ type: 'aud', value: appId }], true);
  const idle = authentication.createConnectorFactory(claimsIdentity).create(cloud.serviceOrigins[0] ?? '');
  return { audience: cloud.connectorAudience, claimsIdentity, connectorFactory: { create: () => idle } };
}
