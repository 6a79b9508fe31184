import { Global, Module, type OnApplicationShutdown } from '@nestjs/common'
import {
  AuditStore,
  AuthorizationCodeStore,
  CleanupStore,
  ClientStore,
  Database,
  FailureRecordStore,
  FeedFollowerStore,
  GrantStore,
  IdempotentRequestStore,
  InstallationStore,
  InteractionStore,
  PasswordLinkStore,
  RefreshTokenStore,
  ResourceStore,
  RevocationStore,
  RoleStore,
  SessionStore,
  SetupLinkStore,
  SigningKeyRotationStore,
  SigningKeyStore,
  TokenFamilyStore,
  UsageStore,
  UsedAssertionStore,
  UserAdministration,
  UserStore,
} from '@gatehouse/data-access'
import { Settings } from '../config/settings.js'
import { Cleanup } from './cleanup.js'
import { SharedRedis } from './shared-redis.js'

const STORES = [
  AuditStore,
  AuthorizationCodeStore,
  CleanupStore,
  ClientStore,
  FailureRecordStore,
  FeedFollowerStore,
  GrantStore,
  IdempotentRequestStore,
  InstallationStore,
  InteractionStore,
  PasswordLinkStore,
  RefreshTokenStore,
  ResourceStore,
  RevocationStore,
  RoleStore,
  SessionStore,
  SetupLinkStore,
  SigningKeyRotationStore,
  SigningKeyStore,
  TokenFamilyStore,
  UsageStore,
  UsedAssertionStore,
  UserAdministration,
  UserStore,
]

/** Connects to PostgreSQL and Redis once, and gives every room its stores. Stores know nothing of Nest. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      useFactory: (settings: Settings) =>
        Database.connect({
          url: settings.databaseUrl,
          poolSize: settings.databasePoolSize,
          applicationName: 'gatehouse-auth-server',
        }),
      inject: [Settings],
    },
    ...STORES.map((store) => ({
      provide: store,
      useFactory: (database: Database) => new store(database),
      inject: [Database],
    })),
    SharedRedis,
    Cleanup,
  ],
  exports: [Database, SharedRedis, ...STORES],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly redis: SharedRedis,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.redis.close()
    await this.database.close()
  }
}
