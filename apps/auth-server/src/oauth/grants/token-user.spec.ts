import { describe, expect, it } from '@jest/globals'
import type { UserStore } from '@gatehouse/data-access'
import { standIn, userRecord } from '../records.fixture.js'
import { tokenUser } from './token-user.js'

const ada = userRecord()
const found = { userId: ada.id, roles: ada.roles }

/** Accounts that can be asked for, and how often they were. */
function accounts(known = [ada]) {
  const asked: string[] = []
  const users = standIn<UserStore>({
    findById: async (id) => {
      asked.push(id)
      return known.find((user) => user.id === id)
    },
  })
  return { users, asked }
}

describe('tokenUser', () => {
  it('reads the account when the ID token is to hold claims of it (OIDC Core §5.5)', async () => {
    const { users } = accounts()
    const claims = { userinfo: {}, id_token: { email: null } }
    expect(await tokenUser(users, found, claims)).toEqual({ id: ada.id, roles: ada.roles, account: ada })
  })

  it('is nobody when that account has gone', async () => {
    const claims = { userinfo: {}, id_token: { email: null } }
    expect(await tokenUser(accounts([]).users, found, claims)).toBeUndefined()
  })

  it('asks for no account where no claim is asked for, or only at the userinfo endpoint', async () => {
    const { users, asked } = accounts()
    const claims = { userinfo: { email: null }, id_token: {} }
    for (const given of [undefined, claims]) {
      expect(await tokenUser(users, found, given)).toEqual({ id: ada.id, roles: ada.roles })
    }
    expect(asked).toEqual([])
  })
})
