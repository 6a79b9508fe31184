import { Global, Module, type DynamicModule } from '@nestjs/common'
import { Settings } from './settings.js'

/** The one source of time. Tests give one that they move by hand. */
export class Clock {
  now(): Date {
    return new Date()
  }
}

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
