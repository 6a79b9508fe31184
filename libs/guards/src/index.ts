export { principalIn } from './access.js'
export { AccessToken, CurrentPrincipal, CurrentUser, Public } from './decorators.js'
export { RequireAcr, RequireAnyScope, RequireRoles, RequireScopes } from './decorators.js'
export { describeAccess } from './openapi.js'
export type { ClientPrincipal, Principal, UserPrincipal } from './principal.js'
export { AccessRefused } from './refusals.js'
export { RESOURCE_SERVER_OPTIONS, ResourceServerModule } from './resource-server.module.js'
export type { ResourceServerOptions, VerifiableAlg } from './resource-server-options.js'
export { DpopFindings } from './possession/dpop-findings.js'
export type {
  ClientCertificateOptions,
  DpopMode,
  DpopNonceOptions,
  DpopOptions,
} from './possession/possession-options.js'
export { MemoryReplayStore, ReplayStore } from './possession/replay-store.js'
export { FeedRevocationSource } from './revocation/feed/feed-revocation-source.js'
export type { FeedOptions, IntrospectionOptions, RevocationOptions } from './revocation/revocation-options.js'
export { RevocationSource, type PresentedToken } from './revocation/revocation-source.js'
export { listRoutes, type RouteAccess } from './routes.js'
export type { KeySet, PublishedKey } from './issuer/verification-key.js'
