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
export { StillInUse, type ResourceUse } from './still-in-use.js'
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
export { ClientStore } from './stores/client-store.js'
export {
  REGISTRATION_LAG_SECONDS,
  type ClientChange,
  type NewClient,
  type NewClientSecret,
} from './stores/client-writes.js'
export type { DueSecret } from './stores/due-secrets.js'
export type { ClientListRequest, ClientRow, ClientSort } from './stores/client-list.js'
export type { FailureListRequest } from './stores/failure-list.js'
export type { Ended } from './stores/ending.js'
export { ConfigurationStore, type ConfigurationChanges } from './stores/configuration-store.js'
export { FeedFollowerStore, type FeedFollowerRow } from './stores/feed-follower-store.js'
export { FailureRecordStore, type NewFailureRecord } from './stores/failure-record-store.js'
export type { GrantListRequest, GrantRow } from './stores/grant-list.js'
export { GrantStore, type GrantedScope, type GrantRecord } from './stores/grant-store.js'
export { IdempotentRequestStore, type Claim } from './stores/idempotent-request-store.js'
export { InstallationStore } from './stores/installation-store.js'
export { InteractionStore, type NewInteraction } from './stores/interaction-store.js'
export { PasswordLinkStore } from './stores/password-link-store.js'
export type { PersonRole } from './stores/person-row.js'
export {
  RefreshTokenStore,
  type FoundRefreshToken,
  type NewRefreshFamily,
  type NewRefreshToken,
  type Rotation,
} from './stores/refresh-token-store.js'
export type { ResourceListRequest, ResourceRow, ResourceSort } from './stores/resource-list.js'
export { ResourceStore, type NewResource } from './stores/resource-store.js'
export type { NewRole, NewScope, ResourceChange } from './stores/resource-writes.js'
export {
  MAX_ACCESS_TOKEN_LIFETIME_SECONDS,
  REVOCATIONS_CHANNEL,
  revocationExpiry,
  RevocationStore,
  type RevocableClaims,
  type RevocationEntry,
  type SequencedRevocation,
} from './stores/revocation-store.js'
export type { SessionSelection } from './stores/session-ending.js'
export type { PersonInList, SessionListRequest, SessionRow } from './stores/session-list.js'
export {
  RoleStore,
  type RoleHolderRow,
  type RoleHolderSort,
  type RoleListRequest,
  type RoleRow,
  type RoleSort,
} from './stores/role-store.js'
export type { ListedRevocation, RevocationListRequest } from './stores/revocation-list.js'
export {
  SessionStore,
  type FoundSession,
  type NewSession,
  type Reauthentication,
  type SessionUser,
} from './stores/session-store.js'
export { SetupLinkStore } from './stores/setup-link-store.js'
export { SigningKeyRotationStore, type KeyRotation } from './stores/signing-key-rotation.js'
export { SigningKeyStore, type NewSigningKey } from './stores/signing-key-store.js'
export type { TokenFamilyListRequest, TokenFamilyRow, TokenFamilySort } from './stores/token-family-list.js'
export { REUSE_REASONS } from './stores/token-family-list.js'
export { TokenFamilyStore, type NamedTokens, type TokenFamilyLink } from './stores/token-family-store.js'
export { UsedAssertionStore } from './stores/used-assertion-store.js'
export {
  LastOwner,
  OwnersOnly,
  UserAdministration,
  type AdminDeed,
  type ProfileChange,
} from './stores/user-administration.js'
export type { UserListRequest, UserRow, UserSort } from './stores/user-list.js'
export { UserStore, type HeldRole, type NewUser, type UserChange } from './stores/user-store.js'
export type { RollUpStep, RollUpTurn } from './usage/roll-up.js'
export { usageWindow, type UsageWindow } from './usage/usage-spans.js'
export { UsageStore, type RefusalCount, type UsageFigure } from './usage/usage-store.js'
