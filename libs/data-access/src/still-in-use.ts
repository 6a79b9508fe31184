/** Something cannot go while others hold it. Nothing was changed. */
export class StillInUse extends Error {
  override readonly name = 'StillInUse'

  constructor(
    /** What was to go: an identifier, or names of scopes or roles. */
    readonly what: readonly string[],
    readonly use: ResourceUse,
  ) {
    super(`${what.join(', ')}: still in use`)
  }
}

/** Who would lose something if a resource, or a part of it, went. */
export interface ResourceUse {
  /** Ids of clients that hold a scope of it, have it as their default, or are its server. */
  clients: string[]
  /** How many people hold a role of it. */
  people: number
}
