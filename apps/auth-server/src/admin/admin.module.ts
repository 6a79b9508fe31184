import { Module } from '@nestjs/common'
import { ResourceServerModule } from '@gatehouse/guards'
import { RevocationStore, UsedAssertionStore } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, ADMIN_SCOPES } from '@gatehouse/token-types'
import { Clock } from '../config/clock.js'
import { Settings } from '../config/settings.js'
import { IdentityModule } from '../identity/identity.module.js'
import { Keyring } from '../oauth/keys/keyring.js'
import { OAuthModule } from '../oauth/oauth.module.js'
import { AuditController } from './audit/audit.controller.js'
import { LiveAudit } from './audit/live-audit.js'
import { ClientSecretsController } from './clients/client-secrets.controller.js'
import { ClientsController } from './clients/clients.controller.js'
import { ClientsService } from './clients/clients.service.js'
import { SignInTestController } from './clients/sign-in-test.controller.js'
import { SignInTest } from './clients/sign-in-test.js'
import { DocumentationController } from './documentation/documentation.controller.js'
import { DocumentedApp } from './documentation/documented-app.js'
import { FailuresController } from './failures/failures.controller.js'
import { GrantsController } from './grants/grants.controller.js'
import { KeysController } from './keys/keys.controller.js'
import { LiveRevocations } from './revocations/live-revocations.js'
import { RevocationsController } from './revocations/revocations.controller.js'
import { TokenFamiliesController } from './tokens/token-families.controller.js'
import { TokenInspection } from './tokens/token-inspection.js'
import { TokensController } from './tokens/tokens.controller.js'
import { FirstStepsController } from './overview/first-steps.controller.js'
import { HealthCheck } from './overview/health-check.js'
import { OverviewController } from './overview/overview.controller.js'
import { LiveStreams } from './route/live-streams.js'
import { StoredProofs } from './route/stored-proofs.js'
import { ResourcesController } from './resources/resources.controller.js'
import { ResourcesService } from './resources/resources.service.js'
import { RolesController } from './roles/roles.controller.js'
import { SettingsController } from './settings.controller.js'
import { StoredRevocations } from './route/stored-revocations.js'
import { SessionsController } from './sessions/sessions.controller.js'
import { PasswordLinksService } from './users/password-links.service.js'
import { UserAccessController } from './users/user-access.controller.js'
import { UsersController } from './users/users.controller.js'
import { UsersService } from './users/users.service.js'

/** How long the keys of our own keyring are taken for the newest, in seconds. */
const KEY_CACHE_SECONDS = 2

/**
 * The admin API under `/admin/v1`: everything that the console can do. It is a resource server like any other, protected
 * by our own guards; only keys and revocations come from within the process instead of over the network.
 */
@Module({
  imports: [
    IdentityModule,
    OAuthModule,
    ResourceServerModule.forRootAsync({
      imports: [OAuthModule],
      inject: [Settings, Clock, Keyring, RevocationStore, UsedAssertionStore],
      useFactory: (
        settings: Settings,
        clock: Clock,
        keyring: Keyring,
        revocations: RevocationStore,
        proofs: UsedAssertionStore,
      ) => ({
        issuer: settings.issuer,
        audience: ADMIN_RESOURCE,
        jwks: () => Promise.resolve(keyring.publicKeys() as never),
        keyCacheSeconds: KEY_CACHE_SECONDS,
        keyCooldownSeconds: 1,
        revocation: { source: new StoredRevocations(revocations, clock) },
        dpop: { publicUrl: settings.issuer, replayStore: new StoredProofs(proofs) },
        scopesSupported: Object.keys(ADMIN_SCOPES),
        now: () => clock.now(),
      }),
    }),
  ],
  controllers: [
    AuditController,
    ClientsController,
    ClientSecretsController,
    SignInTestController,
    DocumentationController,
    FailuresController,
    FirstStepsController,
    GrantsController,
    OverviewController,
    ResourcesController,
    RolesController,
    SessionsController,
    SettingsController,
    UserAccessController,
    UsersController,
    KeysController,
    RevocationsController,
    TokenFamiliesController,
    TokensController,
  ],
  providers: [
    ClientsService,
    DocumentedApp,
    ResourcesService,
    PasswordLinksService,
    SignInTest,
    UsersService,
    HealthCheck,
    LiveAudit,
    LiveRevocations,
    LiveStreams,
    TokenInspection,
  ],
})
export class AdminModule {}
