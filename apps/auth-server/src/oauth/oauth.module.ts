import { Module } from '@nestjs/common'
import { JwtModule } from '@nestjs/jwt'
import { IdentityModule } from '../identity/identity.module.js'
import { AuthorizationAnswers } from './authorization/authorization-answer.js'
import { AuthorizationRequests } from './authorization/authorization-requests.js'
import { AuthorizationService } from './authorization/authorization.service.js'
import { PendingRequests } from './authorization/pending-requests.js'
import { RequestLimit } from './authorization/request-limit.js'
import { ClientAuthenticator } from './client-auth/client-authenticator.js'
import { ClientKeys } from './client-auth/client-keys.js'
import { ClientRegistry } from './client-auth/client-registry.js'
import { ClientSecretBasic, ClientSecretPost, ClientSecrets } from './client-auth/client-secret.method.js'
import { NoAuthentication } from './client-auth/none.method.js'
import { PrivateKeyJwt } from './client-auth/private-key-jwt.method.js'
import { DpopNonces } from './dpop/dpop-nonces.js'
import { DpopProofs } from './dpop/dpop-proofs.js'
import { AuthorizationController } from './endpoints/authorization.controller.js'
import { EndSessionController } from './endpoints/end-session/end-session.controller.js'
import { EndSessionService } from './endpoints/end-session/end-session.service.js'
import { IntrospectionController } from './endpoints/introspection/introspection.controller.js'
import { IntrospectionService } from './endpoints/introspection/introspection.service.js'
import { MetadataController } from './endpoints/metadata/metadata.controller.js'
import { RevocationFeedController } from './endpoints/revocation-feed/revocation-feed.controller.js'
import { RevocationFeedService } from './endpoints/revocation-feed/revocation-feed.service.js'
import { RevocationPump } from './endpoints/revocation-feed/revocation-pump.js'
import { RevocationController } from './endpoints/revocation/revocation.controller.js'
import { RevocationService } from './endpoints/revocation/revocation.service.js'
import { TokenController } from './endpoints/token/token.controller.js'
import { TokenService } from './endpoints/token/token.service.js'
import { UserinfoController } from './endpoints/userinfo/userinfo.controller.js'
import { UserinfoService } from './endpoints/userinfo/userinfo.service.js'
import { AuthorizationCodeGrant } from './grants/authorization-code.grant.js'
import { ClientCredentialsGrant } from './grants/client-credentials.grant.js'
import { Grants } from './grants/grants.js'
import { RefreshTokenGrant } from './grants/refresh-token.grant.js'
import { KeyEncryption } from './keys/key-encryption.js'
import { KeyRotations } from './keys/key-rotation.js'
import { Keyring } from './keys/keyring.js'
import { JwtSigner } from './tokens/jwt-signer.js'
import { PresentedTokens } from './tokens/presented-tokens.js'
import { TokenIssuer } from './tokens/token-issuer.js'
import { TokenPreview } from './tokens/token-preview.js'
import { TokenLookup } from './tokens/token-lookup.js'
import { VerifiedSignatures } from './tokens/verified-signatures.js'

const CLIENT_AUTH = [
  ClientRegistry,
  ClientKeys,
  ClientSecrets,
  ClientSecretBasic,
  ClientSecretPost,
  PrivateKeyJwt,
  NoAuthentication,
  ClientAuthenticator,
]
const GRANTS = [AuthorizationCodeGrant, RefreshTokenGrant, ClientCredentialsGrant, Grants]
const DPOP = [DpopNonces, DpopProofs]
const TOKENS = [
  KeyEncryption,
  Keyring,
  KeyRotations,
  JwtSigner,
  TokenIssuer,
  TokenLookup,
  TokenPreview,
  PresentedTokens,
  VerifiedSignatures,
]
const AUTHORIZATION = [
  AuthorizationRequests,
  AuthorizationService,
  AuthorizationAnswers,
  PendingRequests,
  RequestLimit,
]

/** The protocol: every endpoint under `/oauth2` and `/.well-known`. */
@Module({
  imports: [IdentityModule, JwtModule.register({})],
  controllers: [
    MetadataController,
    AuthorizationController,
    TokenController,
    IntrospectionController,
    RevocationController,
    RevocationFeedController,
    UserinfoController,
    EndSessionController,
  ],
  providers: [
    ...CLIENT_AUTH,
    ...DPOP,
    ...GRANTS,
    ...TOKENS,
    ...AUTHORIZATION,
    TokenService,
    IntrospectionService,
    RevocationService,
    RevocationPump,
    RevocationFeedService,
    UserinfoService,
    EndSessionService,
  ],
  exports: [...AUTHORIZATION, TokenPreview, Keyring, KeyRotations, RevocationPump],
})
export class OAuthModule {}
