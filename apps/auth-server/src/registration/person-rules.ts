import type { HeldRole, ResourceStore, UserStore } from '@gatehouse/data-access'
import { BadValue } from './refusals.js'

/**
 * What one person types to sign in must not be what another types, as user name or as mail address.
 *
 * @throws BadValue
 */
export async function requireFree(
  attributes: { username?: string | undefined; email?: string | null | undefined },
  users: UserStore,
  ownId?: string,
): Promise<void> {
  for (const option of ['username', 'email'] as const) {
    const login = attributes[option]
    const holder = login ? await users.findByLogin(login) : undefined
    if (holder && holder.id !== ownId) throw new BadValue(`${login} is taken by another account`, option)
  }
}

/** Every API is registered and knows the role. @throws BadValue */
export async function requireKnownRoles(roles: readonly HeldRole[], resources: ResourceStore): Promise<void> {
  for (const { resource, role } of roles) {
    const found = await resources.find(resource)
    if (!found) throw new BadValue(`${resource} is not registered`, 'role')
    if (found.roles.some(({ name }) => name === role)) continue
    const known = found.roles.map(({ name }) => name).join(', ')
    throw new BadValue(`${resource} has no role ${role}; it has ${known || 'none'}`, 'role')
  }
}
