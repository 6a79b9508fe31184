/*
 * What every contender is set up with: one API, one client that may do everything that is measured, and people.
 */

/** The API that access tokens are for. */
export const RESOURCE = 'https://api.bench.example'
export const API_SCOPE = 'accounts:read'
export const CLIENT_ID = 'bench-client'
/** As strong as the secrets that servers hand out. */
export const CLIENT_SECRET = 'Zm9yIHRoZSBiZW5jaCBhbG9uZSwgMjU2IGJpdHMgbG9uZw'
export const REDIRECT_URI = 'https://client.bench.example/callback'
/** What a flow asks for: an ID token, a refresh token, and an access token for the API. */
export const FLOW_SCOPES = ['openid', 'email', 'offline_access', API_SCOPE]
/** Each caller is another person, so that nobody waits for somebody else's rows. */
export const CALLERS = 32
/** Beyond the callers: those whose codes are used twice, after which some servers end all that they ever allowed. */
export const PEOPLE = 64

/** @param {number} person from 0 */
export const usernameOf = (person) => `person-${person}`
/** @param {number} person from 0 */
export const emailOf = (person) => `${usernameOf(person)}@bench.example`
export const PASSWORD = 'a throw-away password of the bench'
