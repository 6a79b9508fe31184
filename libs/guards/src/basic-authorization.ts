/**
 * Value of the `Authorization` header with which a client authenticates; both halves are form-encoded before they are
 * joined.
 *
 * @see RFC 6749 §2.3.1
 */
export function basicAuthorization(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map((half) =>
    new URLSearchParams({ '': half }).toString().slice(1),
  )
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}
