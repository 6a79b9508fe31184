export { AlreadyExists } from './already-exists.js'
export { Database, DatabaseUnreachable, type DatabaseOptions, type NamedStatement } from './database.js'
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres/embedded-postgres.js'
export {
  migrate,
  MigrationDrift,
  migrationStatus,
  newMigration,
  type MigrationStatus,
} from './migrations/migrate.js'
export {
  createRateLimiter,
  RateLimiterRes,
  type RateLimiterAbstract,
  type RateLimiterOptions,
} from './rate-limits.js'
export { NotificationListener, type NotificationHandlers } from './notification-listener.js'
export type * from './records.js'
export { ChangedMeanwhile } from './changed-meanwhile.js'
export { NoSuchPlace, type ListPage, type ListPlace, type ListRequest } from './keyset-page.js'
export type { AuditListRequest, AuditRow } from './stores/audit-list.js'
export { AuditStore, type ChainReport, type NewAuditEvent, type Report } from './stores/audit-store.js'
export {
  AuthorizationCodeStore,
  type CodeRedemption,
  type FoundAuthorizationCode,
  type NewAuthorizationCode,
} from './stores/authorization-code-store.js'
export { BankStore, type NewBankAccount, type PageRequest } from './stores/bank-store.js'
export type { TransferOrder, TransferResult } from './stores/bank-transfer.js'
export { CleanupStore } from './stores/cleanup-store.js'
export {
  ClientStore,
  REGISTRATION_LAG_SECONDS,
  type ClientChange,
  type NewClient,
  type NewClientSecret,
} from './stores/client-store.js'
export type { ClientListRequest, ClientRow, ClientSort } from './stores/client-list.js'
export type { FailureListRequest } from './stores/failure-list.js'
export { FailureRecordStore, type NewFailureRecord } from './stores/failure-record-store.js'
export { GrantStore, type GrantedScope, type GrantRecord } from './stores/grant-store.js'
export { IdempotentRequestStore, type Claim } from './stores/idempotent-request-store.js'
export { InteractionStore, type NewInteraction } from './stores/interaction-store.js'
export {
  RefreshTokenStore,
  type FoundRefreshToken,
  type NewRefreshFamily,
  type NewRefreshToken,
  type Rotation,
} from './stores/refresh-token-store.js'
export { ResourceStore, type NewResource, type ResourceUse } from './stores/resource-store.js'
export {
  MAX_ACCESS_TOKEN_LIFETIME_SECONDS,
  REVOCATIONS_CHANNEL,
  revocationExpiry,
  RevocationStore,
  type RevocableClaims,
  type RevocationEntry,
  type SequencedRevocation,
} from './stores/revocation-store.js'
export { SessionStore, type NewSession, type Reauthentication } from './stores/session-store.js'
export { SetupLinkStore } from './stores/setup-link-store.js'
export { SigningKeyStore, type NewSigningKey } from './stores/signing-key-store.js'
export { UsedAssertionStore } from './stores/used-assertion-store.js'
export { UserStore, type HeldRole, type NewUser, type UserChange } from './stores/user-store.js'
