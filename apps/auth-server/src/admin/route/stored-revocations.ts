import { type RevocationStore } from '@gatehouse/data-access'
import { RevocationSource, type PresentedToken } from '@gatehouse/guards'
import type { Clock } from '../../config/clock.js'

/** Revocations as the list itself has them: asked on each request, so that a revoked token is refused at once. */
export class StoredRevocations extends RevocationSource {
  constructor(
    private readonly revocations: RevocationStore,
    private readonly clock: Clock,
  ) {
    super()
  }

  override isRevoked({ claims }: PresentedToken): Promise<boolean> {
    return this.revocations.isRevoked(claims, this.clock.now())
  }
}
