import { ConfigurableModuleBuilder, Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccessTokenGuard } from './access-token.guard.js'
import { IssuerMetadata } from './issuer/issuer-metadata.js'
import { KeySource } from './issuer/key-source.js'
import { ProtectedResource } from './protected-resource.js'
import { Refusals } from './refusals.js'
import { ResourceServerSettings, type ResourceServerOptions } from './resource-server-options.js'
import { IntrospectionSource } from './revocation/introspection-source.js'
import { NoRevocation } from './revocation/no-revocation.js'
import { RevocationSource } from './revocation/revocation-source.js'
import { AccessTokenStrategy } from './token/access-token.strategy.js'

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
 *       revocation: 'none',
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
      useFactory: ({ revocation, now }: ResourceServerSettings, metadata: IssuerMetadata) =>
        revocation === 'none'
          ? new NoRevocation()
          : new IntrospectionSource(revocation.introspection, metadata, now),
    },
    IssuerMetadata,
    KeySource,
    AccessTokenStrategy,
    ProtectedResource,
    Refusals,
    AccessTokenGuard,
    { provide: APP_GUARD, useExisting: AccessTokenGuard },
  ],
  exports: [ResourceServerSettings],
})
export class ResourceServerModule extends ConfigurableModuleClass {}
