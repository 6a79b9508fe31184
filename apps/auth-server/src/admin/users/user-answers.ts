import type { AdminUser, AdminUserRow, AdminUserWithPassword } from '@gatehouse/token-types'
import { FlagField, MomentField, ObjectListField, TextField } from '../route/fields.js'
import { PageView } from '../route/listing.js'
import { HeldRoleFields, UserFields } from './user-fields.js'

/** A person as they are shown. */
export class UserView extends UserFields implements AdminUser {
  @TextField({ description: 'Names the person for good' })
  sub!: string
  @ObjectListField({ description: 'Roles at APIs' }, () => HeldRoleFields)
  roles!: HeldRoleFields[]
  @FlagField({ description: 'Whether they can sign in with a password' })
  has_password!: boolean
  @MomentField({ description: 'When the password was last set', nullable: true })
  password_changed_at!: string | null
  @MomentField({ description: 'When a session was last in use, to the minute', nullable: true })
  last_seen_at!: string | null
  @MomentField({ description: 'When they were switched off; null while they are on', nullable: true })
  disabled_at!: string | null
  @MomentField({ description: 'When the account was made' })
  created_at!: string
  @MomentField({ description: 'When it was last changed' })
  updated_at!: string
}

/** A person with a password in clear, which is shown this once. */
export class UserWithPasswordView extends UserView implements AdminUserWithPassword {
  @TextField({ description: 'The password, shown this once; absent where none was made', optional: true })
  password?: string
}

/** A person in a list. */
export class UserRowView implements AdminUserRow {
  @TextField({ description: 'Names the person for good' })
  sub!: string
  @TextField({ description: 'What they type to sign in' })
  username!: string
  @TextField({ description: 'Mail address', nullable: true })
  email!: string | null
  @FlagField({ description: 'The mail address is known to be theirs' })
  email_verified!: boolean
  @TextField({ description: 'Full name', nullable: true })
  name!: string | null
  @TextField({ description: 'A picture of them', nullable: true })
  picture!: string | null
  @ObjectListField({ description: 'Roles at APIs' }, () => HeldRoleFields)
  roles!: HeldRoleFields[]
  @FlagField({ description: 'Whether they can sign in with a password' })
  has_password!: boolean
  @MomentField({ description: 'When a session was last in use, to the minute', nullable: true })
  last_seen_at!: string | null
  @MomentField({ description: 'When they were switched off; null while they are on', nullable: true })
  disabled_at!: string | null
  @MomentField({ description: 'When the account was made' })
  created_at!: string
}

/** One page of people. */
export class UserPageView extends PageView {
  @ObjectListField({ description: 'The people' }, () => UserRowView)
  items!: UserRowView[]
}
