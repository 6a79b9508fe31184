import type { UsedAssertionStore } from '@gatehouse/data-access'
import { ReplayStore } from '@gatehouse/guards'
import { sha256 } from '@gatehouse/protocol'

/** DPoP proofs that were used at the admin API, remembered for all servers together (RFC 9449 §11.1). */
export class StoredProofs extends ReplayStore {
  constructor(private readonly used: UsedAssertionStore) {
    super()
  }

  override isFirstUse(proof: string, now: Date, expiresAt: Date): Promise<boolean> {
    // U+0000 keeps it apart from assertions of clients, and the word from proofs at the protocol's own endpoints.
    return this.used.claim(sha256(`admin\0${proof}`), expiresAt, now)
  }
}
