import type { AdminGrant } from '@gatehouse/token-types'
import { PersonView } from '../route/ended.js'
import { MomentField, ObjectField, ObjectListField, TextField } from '../route/fields.js'
import { PageView } from '../route/listing.js'

class GrantedScopeView {
  @TextField({ description: 'Identifier of the API; null for scopes of OpenID Connect', nullable: true })
  resource!: string | null
  @TextField({ description: 'Name of the scope' })
  scope!: string
  @MomentField({ description: 'When it was allowed' })
  granted_at!: string
}

/** What a person allowed a client, as it is shown. */
export class GrantView implements AdminGrant {
  @TextField({ description: 'The `gid` claim' })
  id!: string
  @ObjectField({ description: 'Who allowed it' }, () => PersonView)
  user!: PersonView
  @TextField({ description: 'client_id' })
  client_id!: string
  @TextField({ description: 'Its name; null when it is not registered any more', nullable: true })
  client_name!: string | null
  @ObjectListField(
    { description: 'What is allowed; empty for a client that need not ask' },
    () => GrantedScopeView,
  )
  scopes!: GrantedScopeView[]
  @MomentField({ description: 'When it began' })
  created_at!: string
  @MomentField({ description: 'When the person last allowed something' })
  updated_at!: string
}

/** One page of grants. */
export class GrantPageView extends PageView {
  @ObjectListField({ description: 'The grants' }, () => GrantView)
  items!: GrantView[]
}
