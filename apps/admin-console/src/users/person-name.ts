/** Who somebody is, wherever people stand in rows. */
export interface NamedPerson {
  readonly username: string
  readonly email: string | null
  readonly name: string | null
}

/** What to call somebody: their name, or what they type to sign in. */
export const nameOfPerson = ({ name, username }: Pick<NamedPerson, 'name' | 'username'>): string =>
  name ?? username
