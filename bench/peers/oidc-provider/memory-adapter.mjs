/*
 * What the provider brings for trying it out, without its bound of a thousand entries, which a round would overflow.
 */

const entries = new Map()
const byUid = new Map()
const byGrant = new Map()

/** Keeps everything in the process; nothing outlives it. */
export class MemoryAdapter {
  constructor(model) {
    this.model = model
  }

  async upsert(id, payload, expiresIn) {
    const key = `${this.model}:${id}`
    entries.set(key, { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity })
    if (payload.uid) byUid.set(payload.uid, id)
    if (!payload.grantId) return
    const members = byGrant.get(payload.grantId) ?? new Set()
    byGrant.set(payload.grantId, members.add(key))
  }

  async find(id) {
    const found = entries.get(`${this.model}:${id}`)
    return found && found.until > Date.now() ? found.payload : undefined
  }

  async findByUid(uid) {
    return this.find(byUid.get(uid))
  }

  async findByUserCode() {
    return undefined
  }

  async consume(id) {
    entries.get(`${this.model}:${id}`).payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id) {
    entries.delete(`${this.model}:${id}`)
  }

  async revokeByGrantId(grantId) {
    for (const key of byGrant.get(grantId) ?? []) entries.delete(key)
    byGrant.delete(grantId)
  }
}
