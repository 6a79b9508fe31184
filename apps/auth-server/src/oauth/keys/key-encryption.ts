import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { sha256 } from '@gatehouse/protocol'
import { Settings } from '../../config/settings.js'

const VERSION = 1
const KEY_ID_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES

/** The sealed value was made under a key that is not configured, or was changed. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}

/**
 * Seals what must be kept secret in the database: AES-256-GCM under the key-encryption key.
 *
 * Form: version (1 byte), key id (8), nonce (12), ciphertext, tag (16). The key id is the head of the key's SHA-256, so
 * that a value says which key it needs. The context is authenticated: a value moved to another row does not open.
 *
 * @see NIST SP 800-38D
 */
@Injectable()
export class KeyEncryption {
  private readonly current: Buffer
  private readonly byId: ReadonlyMap<string, Buffer>

  constructor({ secrets }: Settings) {
    this.current = secrets.keyEncryptionKey
    const keys = [
      secrets.keyEncryptionKey,
      ...(secrets.previousKeyEncryptionKey ? [secrets.previousKeyEncryptionKey] : []),
    ]
    this.byId = new Map(keys.map((key) => [keyId(key).toString('hex'), key]))
  }

  /** @param context what the value belongs to, such as a `kid` */
  seal(plain: Uint8Array, context: string): Buffer<ArrayBuffer> {
    const nonce = randomBytes(NONCE_BYTES)
    const header = Buffer.concat([Buffer.of(VERSION), keyId(this.current), nonce])
    const cipher = createCipheriv('aes-256-gcm', this.current, nonce).setAAD(authenticated(header, context))
    return Buffer.concat([header, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws CannotOpen when the key is unknown, or the value or its context was changed */
  open(sealed: Uint8Array, context: string): Buffer {
    const bytes = Buffer.from(sealed)
    const header = bytes.subarray(0, HEADER_BYTES)
    const key = this.byId.get(header.subarray(1, 1 + KEY_ID_BYTES).toString('hex'))
    if (!key || header[0] !== VERSION || bytes.length < HEADER_BYTES + TAG_BYTES) {
      throw new CannotOpen(
        'sealed under a key that is not configured: set GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY',
      )
    }
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, header.subarray(1 + KEY_ID_BYTES))
        .setAAD(authenticated(header, context))
        .setAuthTag(bytes.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()])
    } catch (cause) {
      throw new CannotOpen('the sealed value was changed', { cause })
    }
  }

  /** True when the value was sealed under the current key and need not be sealed anew. */
  isCurrent(sealed: Uint8Array): boolean {
    return Buffer.from(sealed)
      .subarray(1, 1 + KEY_ID_BYTES)
      .equals(keyId(this.current))
  }
}

function keyId(key: Uint8Array): Buffer {
  return Buffer.from(sha256(key).subarray(0, KEY_ID_BYTES))
}

function authenticated(header: Buffer, context: string): Buffer {
  return Buffer.concat([header.subarray(0, 1 + KEY_ID_BYTES), Buffer.from(context)])
}
