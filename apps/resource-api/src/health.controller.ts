import { Controller, Get } from '@nestjs/common'
import { ApiTags } from '@nestjs/swagger'
import { Database } from '@gatehouse/data-access'
import { FeedRevocationSource, Public, RevocationSource } from '@gatehouse/guards'
import { Problem } from './http/problem.js'

interface Readiness {
  status: 'up'
  /** Only where the bank follows the feed. */
  revocations?: { sequence: string; lastHeardAt: string | undefined; entries: number }
}

/** For whoever watches the process: is it alive, and can it serve? */
@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly revocation: RevocationSource,
  ) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' }
  }

  /** The database answers too, and revocations are known, with the place in their list; otherwise 503. */
  @Get('ready')
  async ready(): Promise<Readiness> {
    await this.database.ping().catch(() => {
      throw new Problem('not-ready', { detail: 'The database does not answer.' })
    })
    const { revocation } = this
    if (!(revocation instanceof FeedRevocationSource)) return { status: 'up' }
    if (!revocation.isCurrent)
      throw new Problem('not-ready', { detail: 'The revocation feed of the authorization server is silent.' })
    return {
      status: 'up',
      revocations: {
        sequence: revocation.sequence,
        lastHeardAt: revocation.lastHeardAt?.toISOString(),
        entries: revocation.entries,
      },
    }
  }
}
