'use server'

import type { AdminFirstSteps } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import type { Outcome } from '../admin-api/outcome'
import { skipFirstSteps } from '../admin-api/overview'

/** Puts the first steps away for everybody, or fetches them again. */
export async function putFirstStepsAway(isSkipped: boolean): Promise<Outcome<AdminFirstSteps>> {
  return attempt((api) => skipFirstSteps(api, isSkipped))
}
