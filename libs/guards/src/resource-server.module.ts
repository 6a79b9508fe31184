import { ConfigurableModuleBuilder, Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccessTokenGuard } from './access-token.guard.js'
import { IssuerMetadata } from './issuer/issuer-metadata.js'
import { KeySource } from './issuer/key-source.js'
import { DpopFindings } from './possession/dpop-findings.js'
import { Possession } from './possession/possession.js'
import { ProtectedResource } from './protected-resource.js'
import { Refusals } from './refusals.js'
import { ResourceServerSettings, type ResourceServerOptions } from './resource-server-options.js'
import { FeedRevocationSource } from './revocation/feed/feed-revocation-source.js'
import { IntrospectionSource } from './revocation/introspection-source.js'
import { NoRevocation } from './revocation/no-revocation.js'
import { RevocationSource } from './revocation/revocation-source.js'
import { AccessTokenStrategy } from './token/access-token.strategy.js'

/** The source that the options ask for. */
function revocationSource(settings: ResourceServerSettings, metadata: IssuerMetadata): RevocationSource {
  const { revocation, now, clockSkewSeconds } = settings
  if (revocation === 'none') return new NoRevocation()
  if ('source' in revocation) return revocation.source
  if ('introspection' in revocation) return new IntrospectionSource(revocation.introspection, metadata, now)
  return new FeedRevocationSource(revocation.feed, { metadata, now, clockSkewSeconds })
}

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<ResourceServerOptions>({
    moduleName: 'GatehouseResourceServer',
  })
    .setClassMethodName('forRoot')
    .build()

/** Injection token of the options; a test overrides it with `TestIssuer.optionsFor`. */
export const RESOURCE_SERVER_OPTIONS = MODULE_OPTIONS_TOKEN

/**
 * Protects every route of the application with access tokens of one issuer. Import it once, in the root module.
 *
 * Enforces: default deny. A route without a decorator needs a valid token; `@Public()` is the only way out.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     ResourceServerModule.forRoot({
 *       issuer: 'https://id.example.com',
 *       audience: 'https://api.example.com',
 *       revocation: { feed: { clientId: 'my-api', clientSecret: 'from the environment' } },
 *     }),
 *   ],
 * })
 * class AppModule {}
 * ```
 */
@Module({
  providers: [
    {
      provide: ResourceServerSettings,
      inject: [RESOURCE_SERVER_OPTIONS],
      useFactory: (options: ResourceServerOptions) => new ResourceServerSettings(options),
    },
    {
      provide: RevocationSource,
      inject: [ResourceServerSettings, IssuerMetadata],
      useFactory: revocationSource,
    },
    IssuerMetadata,
    KeySource,
    AccessTokenStrategy,
    ProtectedResource,
    Refusals,
    DpopFindings,
    Possession,
    AccessTokenGuard,
    { provide: APP_GUARD, useExisting: AccessTokenGuard },
  ],
  exports: [ResourceServerSettings, RevocationSource, DpopFindings],
})
export class ResourceServerModule extends ConfigurableModuleClass {}
