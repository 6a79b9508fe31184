import 'server-only'
import { getUser } from '../admin-api/users'
import { oncePerRequest } from '../detail/shown-thing'

/** The person with the version of their account. */
export const userOf = oncePerRequest(getUser)
