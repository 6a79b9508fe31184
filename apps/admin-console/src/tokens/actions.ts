'use server'

import type { AdminEnded } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import * as grants from '../admin-api/grants'
import type { Outcome } from '../admin-api/outcome'
import * as tokens from '../admin-api/tokens'

/** Ends refresh families, or all of a client; how many of them were alive. */
export const revokeFamilies = async (choice: tokens.FamilyChoice): Promise<Outcome<number>> =>
  attempt((api) => tokens.revokeFamilies(api, choice))

/** Ends one refresh family. */
export const revokeFamily = async (familyId: string): Promise<Outcome<void>> =>
  attempt(async (api) => {
    await tokens.revokeFamily(api, familyId)
  })

/** Withdraws grants, and ends what rests on them. */
export const withdrawGrants = async (ids: readonly string[]): Promise<Outcome<AdminEnded>> =>
  attempt((api) => grants.withdrawGrants(api, ids))
