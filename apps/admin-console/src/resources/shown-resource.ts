import 'server-only'
import { getResource } from '../admin-api/resources'
import { oncePerRequest } from '../detail/shown-thing'

/** The API with its version; its id is base64url of its identifier. */
export const resourceOf = oncePerRequest(getResource)
