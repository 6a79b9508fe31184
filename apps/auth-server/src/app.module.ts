import { Module, type DynamicModule } from '@nestjs/common'
import { AdminModule } from './admin/admin.module.js'
import { AuditModule } from './audit/audit.module.js'
import { Clock } from './config/clock.js'
import { ConfigModule } from './config/config.module.js'
import type { Settings } from './config/settings.js'
import { HttpModule } from './http/http.module.js'
import { InteractionModule } from './interaction/interaction.module.js'
import { OAuthModule } from './oauth/oauth.module.js'
import { StorageModule } from './storage/storage.module.js'

/** The authorization server, whole. */
@Module({})
export class AppModule {
  static of(settings: Settings, clock: Clock = new Clock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(settings, clock),
        StorageModule,
        AuditModule,
        HttpModule,
        OAuthModule,
        InteractionModule,
        AdminModule,
      ],
    }
  }
}
