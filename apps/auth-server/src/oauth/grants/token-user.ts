import type { PersonRole, UserStore } from '@gatehouse/data-access'
import type { ClaimsRequest } from '@gatehouse/protocol'
import type { TokenUser } from '../tokens/token-decision.js'

/**
 * The person that a grant is about. The whole account is read only where claims of it were asked for by name, for the ID
 * token; everything else that tokens tell came with the code or refresh token.
 *
 * @returns undefined when the account has gone meanwhile
 */
export async function tokenUser(
  users: UserStore,
  { userId, roles }: { userId: string; roles: readonly PersonRole[] },
  claims: ClaimsRequest | undefined,
): Promise<TokenUser | undefined> {
  if (Object.keys(claims?.id_token ?? {}).length === 0) return { id: userId, roles }
  const account = await users.findById(userId)
  return account && { id: userId, roles, account }
}
