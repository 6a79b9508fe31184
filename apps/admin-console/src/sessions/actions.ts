'use server'

import type { AdminEnded } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import * as grants from '../admin-api/grants'
import type { Outcome } from '../admin-api/outcome'
import * as sessions from '../admin-api/sessions'

/** Ends sessions with all that began in them. */
export const endSessions = async (selection: sessions.SessionSelection): Promise<Outcome<AdminEnded>> =>
  attempt((api) => sessions.endSessions(api, selection))

/** Withdraws what a person allowed a client. */
export const withdrawGrant = async (id: string): Promise<Outcome<AdminEnded>> =>
  attempt((api) => grants.withdrawGrant(api, id))
