'use server'

import type { AdminClient } from '@gatehouse/token-types'
import type { Answered } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import { changeClient } from '../admin-api/clients'
import type { Outcome } from '../admin-api/outcome'

/** Adds to one list of a client what a failure lacked, if the client is still the version that was shown. */
export const applyMend = async (
  clientId: string,
  fields: Pick<AdminClient, 'redirect_uris'> | Pick<AdminClient, 'grant_types'>,
  etag: string,
): Promise<Outcome<Answered<AdminClient>>> => attempt((api) => changeClient(api, clientId, fields, etag))
