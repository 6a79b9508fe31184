'use server'

import type { AdminTokenInspection } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import type { Outcome } from '../admin-api/outcome'
import * as tokens from '../admin-api/tokens'

/** Says what a pasted token is. */
export const inspectToken = async (token: string): Promise<Outcome<AdminTokenInspection>> =>
  attempt((api) => tokens.inspectToken(api, token))

/** Ends a pasted token; how many refresh families ended with it. */
export const revokeToken = async (token: string): Promise<Outcome<number>> =>
  attempt((api) => tokens.revokeToken(api, token))
