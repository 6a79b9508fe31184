'use server'

import type { AdminEnded } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import type { Outcome } from '../admin-api/outcome'
import * as sessions from '../admin-api/sessions'

/** Ends sessions with all that began in them. */
export const endSessions = async (selection: sessions.SessionSelection): Promise<Outcome<AdminEnded>> =>
  attempt((api) => sessions.endSessions(api, selection))
