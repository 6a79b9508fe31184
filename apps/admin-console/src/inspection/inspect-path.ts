/** Address of the page that inspects. No token is ever a part of it. */
export const INSPECT_PATH = '/tokens/inspect'
