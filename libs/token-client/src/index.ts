export { TokenClient, type Target } from './token-client.js'
export type { TokenClientEvents } from './token-client-events.js'
export type { TokenClientOptions, ClientAuthentication } from './token-client-options.js'
export { TokenRequestFailed } from './token-request-failed.js'
