import { INSPECTED_KINDS, INSPECTED_STATES, type AdminTokenInspection } from '@gatehouse/token-types'
import { FlagField, JsonField, MomentField, ObjectListField, TextField } from '../route/fields.js'

/** An entry of the list of revocations that ends the token. */
export class EndingEntryView {
  @TextField({ description: 'Its place in the list' })
  sequence!: string
  @TextField({ description: 'Claim that it matches' })
  claim!: string
  @TextField({ description: 'Value of the claim' })
  value!: string
  @MomentField({ description: 'Since when' })
  revoked_at!: string
  @TextField({ description: 'Why' })
  reason!: string
}

/** What is known about a token. */
export class TokenInspectionView implements AdminTokenInspection {
  @TextField({ description: 'What it is', oneOf: INSPECTED_KINDS })
  kind!: AdminTokenInspection['kind']
  @TextField({ description: 'How it stands', oneOf: INSPECTED_STATES })
  state!: AdminTokenInspection['state']
  @JsonField({ description: 'Header, believed or not', nullable: true })
  header!: object | null
  @JsonField({ description: 'Claims, believed or not', nullable: true })
  claims!: object | null
  @FlagField({ description: 'Whether a key of ours signed it', nullable: true })
  is_signature_valid!: boolean | null
  @FlagField({ description: 'Whether it names us as issuer', nullable: true })
  is_issuer_ours!: boolean | null
  @TextField({ description: 'jti', nullable: true })
  token_id!: string | null
  @TextField({ description: 'Client', nullable: true })
  client_id!: string | null
  @TextField({ description: 'Name of the client', nullable: true })
  client_name!: string | null
  @TextField({ description: 'Person', nullable: true })
  user_id!: string | null
  @TextField({ description: 'Name of the person', nullable: true })
  username!: string | null
  @TextField({ description: 'Grant', nullable: true })
  grant_id!: string | null
  @TextField({ description: 'Session', nullable: true })
  session_id!: string | null
  @TextField({ description: 'Refresh family', nullable: true })
  family_id!: string | null
  @MomentField({ description: 'When it was issued', nullable: true })
  issued_at!: string | null
  @MomentField({ description: 'When it expires', nullable: true })
  expires_at!: string | null
  @ObjectListField({ description: 'Entries that end it' }, () => EndingEntryView)
  revoked_by!: EndingEntryView[]
}
