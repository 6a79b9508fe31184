import { Controller, Get } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { Database } from '@gatehouse/data-access'
import { Public } from '@gatehouse/guards'
import { Problem } from './http/problem.js'

/** For whoever watches the process: is it alive, and can it serve? */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' }
  }

  /** The database answers too; otherwise 503. */
  @Get('ready')
  async ready(): Promise<{ status: 'up' }> {
    await this.database.ping().catch(() => {
      throw new Problem('not-ready', { detail: 'The database does not answer.' })
    })
    return { status: 'up' }
  }
}
