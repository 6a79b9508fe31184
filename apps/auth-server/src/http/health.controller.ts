import { Controller, Get } from '@nestjs/common'
import { Database } from '@gatehouse/data-access'
import { Answer } from './answer.js'
import { ProtocolRoute } from './protection.js'

/** For load balancers: alive means the process answers, ready means the database does too. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @ProtocolRoute('public')
  live(): Answer {
    return Answer.json({ status: 'live' })
  }

  @Get('ready')
  @ProtocolRoute('public')
  async ready(): Promise<Answer> {
    try {
      await this.database.ping()
      return Answer.json({ status: 'ready' })
    } catch {
      return Answer.json({ status: 'database away' }, { status: 503, headers: { 'retry-after': '1' } })
    }
  }
}
