import type { ClientRecord } from '@gatehouse/data-access'

declare const authenticated: unique symbol

/**
 * A client that proved who it is, or a public client that named itself and can prove nothing more.
 * Only `ClientAuthenticator` makes one, so a function that takes it cannot be handed a client that was merely looked up.
 */
export type AuthenticatedClient = ClientRecord & { readonly [authenticated]: true }
