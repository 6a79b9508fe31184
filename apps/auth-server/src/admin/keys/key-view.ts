import type { SigningKey } from '@gatehouse/data-access'
import {
  SIGNING_KEY_STATES,
  type AdminRotationPreview,
  type AdminSigningKey,
  type AdminSigningKeys,
  type SigningKeyState,
} from '@gatehouse/token-types'
import type { KeyRotations, RotationOutlook } from '../../oauth/keys/key-rotation.js'
import { FlagField, MomentField, ObjectListField, TextField, WholeNumberField } from '../route/fields.js'

/** A signing key without its private half. */
export class SigningKeyView implements AdminSigningKey {
  @TextField({ description: 'Its id, an RFC 7638 thumbprint' })
  kid!: string
  @TextField({ description: 'JWS algorithm' })
  alg!: string
  @TextField({ description: 'How it stands', oneOf: SIGNING_KEY_STATES })
  state!: SigningKeyState
  @MomentField({ description: 'When it was made and published' })
  created_at!: string
  @MomentField({ description: 'When it began to sign', nullable: true })
  activated_at!: string | null
  @MomentField({ description: 'When another took its place', nullable: true })
  retiring_at!: string | null
  @MomentField({ description: 'When it was retired or revoked', nullable: true })
  retired_at!: string | null
  @MomentField({ description: 'When its last token is dead', nullable: true })
  last_token_expires_at!: string | null
  @MomentField({ description: 'When the schedule replaces it', nullable: true })
  rotates_at!: string | null
}

/** Keys and the schedule. */
export class SigningKeysView implements AdminSigningKeys {
  @ObjectListField({ description: 'The keys, the newest first' }, () => SigningKeyView)
  keys!: SigningKeyView[]
  @WholeNumberField({ description: 'Age at which a key is replaced; 0 for never', least: 0, most: 3_650 })
  rotation_days!: number
  @WholeNumberField({ description: 'How long a key is published before it signs', least: 0, most: 604_800 })
  lead_seconds!: number
}

/** What a rotation would do now. */
export class RotationPreviewView implements AdminRotationPreview {
  @TextField({ description: 'JWS algorithm' })
  alg!: string
  @TextField({ description: 'Key that signs now', nullable: true })
  current!: string | null
  @TextField({ description: 'Key that would sign; null when one would be made', nullable: true })
  next!: string | null
  @MomentField({ description: 'When every API knows the next key', nullable: true })
  ready_at!: string | null
  @FlagField({ description: 'False when a rotation must be forced' })
  is_ready!: boolean
  @MomentField({ description: 'Until when the current key would verify' })
  verifies_until!: string
}

const moment = (date: Date | null | undefined): string | null => date?.toISOString() ?? null

/** A key as it is shown. */
export function signingKeyView(key: SigningKey, rotations: KeyRotations, now: Date): AdminSigningKey {
  const isActive = key.status === 'active'
  return {
    kid: key.kid,
    alg: key.alg,
    state: key.status as SigningKeyState,
    created_at: key.createdAt.toISOString(),
    activated_at: moment(key.activatedAt),
    retiring_at: moment(key.retiringAt),
    retired_at: moment(key.retiredAt),
    last_token_expires_at: moment(isActive ? rotations.lastTokenExpiresAt(now) : key.lastTokenExpiresAt),
    rotates_at: isActive ? moment(rotations.rotatesAt(key)) : null,
  }
}

/** What a rotation would do, as it is shown. */
export function rotationPreview(alg: string, outlook: RotationOutlook): AdminRotationPreview {
  return {
    alg,
    current: outlook.current?.kid ?? null,
    next: outlook.next?.kid ?? null,
    ready_at: moment(outlook.readyAt),
    is_ready: outlook.isReady,
    verifies_until: outlook.verifiesUntil.toISOString(),
  }
}
