import 'server-only'
import { getClient } from '../admin-api/clients'
import { oncePerRequest } from '../detail/shown-thing'

/** The client with its version. */
export const clientOf = oncePerRequest(getClient)
