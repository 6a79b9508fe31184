import { Global, Module, type DynamicModule } from '@nestjs/common'
import { Clock } from './clock.js'
import { Settings } from './settings.js'

/** Gives every room the one `Settings` and the one `Clock`. */
@Global()
@Module({})
export class ConfigModule {
  static of(settings: Settings, clock: Clock): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: Settings, useValue: settings },
        { provide: Clock, useValue: clock },
      ],
      exports: [Settings, Clock],
    }
  }
}
