import { RevocationSource } from './revocation-source.js'

/** The choice of `revocation: 'none'`: a token lives until it expires. */
export class NoRevocation extends RevocationSource {
  override isRevoked(): boolean {
    return false
  }
}
