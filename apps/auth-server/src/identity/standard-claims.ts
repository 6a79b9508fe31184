import type { UserRecord } from '@gatehouse/data-access'

/**
 * Everything that the server knows of a person under the names of OIDC Core §5.1. Which of it a client gets is decided
 * by `selectClaims` from scopes and the `claims` parameter.
 */
export function standardClaimsOf(user: UserRecord): Record<string, unknown> {
  return {
    sub: user.id,
    name: user.name,
    given_name: user.givenName,
    family_name: user.familyName,
    middle_name: user.middleName,
    nickname: user.nickname,
    preferred_username: user.preferredUsername ?? user.username,
    profile: user.profile,
    picture: user.picture,
    website: user.website,
    email: user.email,
    email_verified: user.email === null ? null : user.emailVerified,
    gender: user.gender,
    birthdate: user.birthdate,
    zoneinfo: user.zoneinfo,
    locale: user.locale,
    phone_number: user.phoneNumber,
    phone_number_verified: user.phoneNumber === null ? null : user.phoneNumberVerified,
    address: user.address,
    updated_at: Math.floor(user.updatedAt.getTime() / 1000),
  }
}
