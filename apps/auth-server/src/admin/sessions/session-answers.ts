import type { AdminSession } from '@gatehouse/token-types'
import { PersonView } from '../route/ended.js'
import { MomentField, ObjectField, ObjectListField, TextField, TextListField } from '../route/fields.js'
import { PageView } from '../route/listing.js'

class ClientInSessionView {
  @TextField({ description: 'client_id' })
  client_id!: string
  @TextField({ description: 'Its name' })
  client_name!: string
}

/** A living session as it is shown. */
export class SessionView implements AdminSession {
  @TextField({ description: 'The `sid` claim' })
  id!: string
  @ObjectField({ description: 'Whose it is' }, () => PersonView)
  user!: PersonView
  @TextField({ description: 'Address from which they signed in', nullable: true })
  ip_address!: string | null
  @TextField({ description: 'Browser in which they signed in', nullable: true })
  user_agent!: string | null
  @TextListField({ description: 'How they proved who they are (RFC 8176)' })
  amr!: string[]
  @TextField({ description: 'Authentication context class that they reached' })
  acr!: string
  @MomentField({ description: 'When they last proved it' })
  authenticated_at!: string
  @MomentField({ description: 'When it began' })
  created_at!: string
  @MomentField({ description: 'Last use, to the minute' })
  last_seen_at!: string
  @MomentField({ description: 'When it ends by itself' })
  expires_at!: string
  @ObjectListField({ description: 'Clients that hold a refresh family from it' }, () => ClientInSessionView)
  clients!: ClientInSessionView[]
}

/** One page of sessions. */
export class SessionPageView extends PageView {
  @ObjectListField({ description: 'The sessions' }, () => SessionView)
  items!: SessionView[]
}
