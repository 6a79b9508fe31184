/** Which API a token is for, and what it may do there. One token is held for each. */
export interface Target {
  /** Identifier of the API (RFC 8707 §2). Default: the one that the server takes for this client. */
  resource?: string
  /** Space-separated (RFC 6749 §3.3). Default: what the server takes for this client. */
  scope?: string
}

/** The same text for targets that mean the same: the order of scopes does not matter. */
export function targetName({ resource = '', scope = '' }: Target): string {
  return `${resource} ${scope.split(' ').filter(Boolean).sort().join(' ')}`.trim()
}

/** The parameters of a token request for it; absent ones are left out. */
export function targetParameters({ resource, scope }: Target): Record<string, string> {
  return { ...(resource ? { resource } : {}), ...(scope ? { scope } : {}) }
}
