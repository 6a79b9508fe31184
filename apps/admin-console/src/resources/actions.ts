'use server'

import type { AdminResource } from '@gatehouse/token-types'
import type { Answered } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import type { Outcome } from '../admin-api/outcome'
import * as resources from '../admin-api/resources'

/** An API with the sentences of its scopes. */
export const readResource = async (id: string): Promise<Outcome<AdminResource>> =>
  attempt(async (api) => (await resources.getResource(api, id)).value)

/** Registers an API. */
export const createResource = async (
  fields: object,
  idempotencyKey: string,
): Promise<Outcome<AdminResource>> => attempt((api) => resources.createResource(api, fields, idempotencyKey))

/** Changes one version of an API. */
export const saveResource = async (
  id: string,
  fields: object,
  etag: string,
): Promise<Outcome<Answered<AdminResource>>> =>
  attempt((api) => resources.changeResource(api, id, fields, etag))

/** Removes an API that nothing depends on. */
export const removeResource = async (id: string): Promise<Outcome<void>> =>
  attempt((api) => resources.removeResource(api, id))
