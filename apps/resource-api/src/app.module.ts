import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common'
import { BankStore, Database } from '@gatehouse/data-access'
import { ResourceServerModule } from '@gatehouse/guards'
import { AccountsController } from './accounts/accounts.controller.js'
import { AuditController } from './accounts/audit.controller.js'
import { Clock, ConfigModule } from './config/config.module.js'
import { Settings } from './config/settings.js'
import { HealthController } from './health.controller.js'
import { TransfersController } from './transfers/transfers.controller.js'

/** The sample bank: a resource server that trusts one issuer (RFC 6749 §1.1). */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  static of(settings: Settings, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(settings, clock),
        ResourceServerModule.forRootAsync({
          inject: [Settings, Clock],
          useFactory: ({ issuer, audience, revocation, dpop }: Settings, time: Clock) => ({
            issuer,
            audience,
            revocation,
            dpop,
            scopesSupported: ['accounts:read', 'transfers:write'],
            now: () => time.now(),
          }),
        }),
      ],
      controllers: [AccountsController, AuditController, HealthController, TransfersController],
      providers: [
        {
          provide: Database,
          useFactory: () =>
            Database.connect({ url: settings.databaseUrl, applicationName: 'gatehouse-bank' }),
        },
        {
          provide: BankStore,
          inject: [Database],
          useFactory: (database: Database) => new BankStore(database),
        },
      ],
    }
  }

  /** Closes the database once the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.database.close()
  }
}
