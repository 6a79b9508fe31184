'use server'

import type { AdminEnded } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import * as grants from '../admin-api/grants'
import type { Outcome } from '../admin-api/outcome'
import * as sessions from '../admin-api/sessions'

/** How many of the servers that follow the revocation feed have read as far as a place. */
export interface FeedReach {
  readonly following: number
  readonly reached: number
}

/** Ends sessions with all that began in them. */
export const endSessions = async (selection: sessions.SessionSelection): Promise<Outcome<AdminEnded>> =>
  attempt((api) => sessions.endSessions(api, selection))

/** Who has read as far as that place of the list of revocations. */
export const feedReach = async (sequence: string): Promise<Outcome<FeedReach>> =>
  attempt(async (api) => {
    const { followers } = await sessions.listFeedFollowers(api)
    const following = followers.filter((follower) => follower.is_following)
    const reached = following.filter(({ position }) => BigInt(position) >= BigInt(sequence))
    return { following: following.length, reached: reached.length }
  })

/** Withdraws what a person allowed a client. */
export const withdrawGrant = async (id: string): Promise<Outcome<AdminEnded>> =>
  attempt((api) => grants.withdrawGrant(api, id))
