import type { Ended, PersonInList } from '@gatehouse/data-access'
import type { AdminEnded, AdminPerson } from '@gatehouse/token-types'
import { TextField, WholeNumberField } from './fields.js'

const MOST = 2_147_483_647

/** What an act ended. */
export class EndedView implements AdminEnded {
  @WholeNumberField({ description: 'Sessions at the server', least: 0, most: MOST })
  sessions!: number
  @WholeNumberField({ description: 'Refresh families', least: 0, most: MOST })
  refresh_families!: number
  @WholeNumberField({ description: 'Grants', least: 0, most: MOST })
  grants!: number
  @TextField({
    description:
      'Last place in the list of revocations; APIs that are there refuse the tokens. Null for none',
    nullable: true,
  })
  revocation_sequence!: string | null
}

/** A person as something of theirs shows them. */
export class PersonView implements AdminPerson {
  @TextField({ description: 'Names the person for good' })
  sub!: string
  @TextField({ description: 'What they type to sign in' })
  username!: string
  @TextField({ description: 'Mail address', nullable: true })
  email!: string | null
  @TextField({ description: 'Full name', nullable: true })
  name!: string | null
  @TextField({ description: 'A picture of them', nullable: true })
  picture!: string | null
}

/** What was ended, as the API says it. */
export function endedView({ sessions, refreshFamilies, grants, sequence }: Ended): AdminEnded {
  return {
    sessions,
    refresh_families: refreshFamilies,
    grants,
    revocation_sequence: sequence === null ? null : String(sequence),
  }
}

/** Whose something is, as the API says it. */
export function personView({ id, ...person }: PersonInList): AdminPerson {
  return { sub: id, ...person }
}
