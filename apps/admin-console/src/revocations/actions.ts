'use server'

import type { AdminFeedFollowers } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import type { Outcome } from '../admin-api/outcome'
import { getFollowers } from '../admin-api/revocations'

/** How far each API says that it applied the list of revocations. */
export const readFollowers = async (): Promise<Outcome<AdminFeedFollowers>> => attempt(getFollowers)
