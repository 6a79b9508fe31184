'use server'

import type { AdminRotationPreview } from '@gatehouse/token-types'
import { attempt } from '../admin-api/attempt'
import * as keys from '../admin-api/keys'
import type { Outcome } from '../admin-api/outcome'

/** What a rotation would do now. */
export const previewRotation = async (alg: string): Promise<Outcome<AdminRotationPreview>> =>
  attempt((api) => keys.previewRotation(api, alg))

/** Lets the next key sign. */
export const rotateKey = async (alg: string, force: boolean): Promise<Outcome<void>> =>
  attempt(async (api) => {
    await keys.rotateKey(api, alg, force)
  })

/** Ends a compromised key. */
export const revokeKey = async (kid: string): Promise<Outcome<void>> =>
  attempt(async (api) => {
    await keys.revokeKey(api, kid)
  })
