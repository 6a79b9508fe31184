import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const VERSION = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Derives a 256-bit key for one purpose, so that no two uses of the console's secret share a key. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'gatehouse admin-console', purpose, 32))

/**
 * Keeps text confidential and unchanged while it is out of the console's hands.
 *
 * Enforces: AES-256-GCM with a fresh 96-bit IV; what was sealed for one context does not open in another.
 * Never: says why something did not open.
 *
 * @see NIST SP 800-38D §8.2.2
 */
export class Sealer {
  readonly #key: Buffer

  constructor(secret: string, purpose: string) {
    this.#key = deriveKey(secret, purpose)
  }

  /** Sealed text in base64url, bound to `context`, which must be given again to open it. */
  seal(text: string, context: string): string {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(context))
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return VERSION + sealed.toString('base64url')
  }

  /** The text that was sealed, or nothing when the key, the context or a single bit differs. */
  open(sealed: string, context: string): string | undefined {
    if (!sealed.startsWith(VERSION)) return undefined
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch {
      return undefined
    }
  }
}
