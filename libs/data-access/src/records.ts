import type { Prisma } from './generated/client.js'

export type {
  AuditEvent,
  AuthorizationCode,
  BankAccount,
  BankTransaction,
  BankTransfer,
  FailureRecord,
  Interaction,
  RefreshFamily,
  RefreshToken,
  Revocation,
  Session,
  SigningKey,
  User,
} from './generated/client.js'

/** A registered client with its secrets and its ceiling of API scopes. */
export type ClientRecord = Prisma.ClientGetPayload<{ include: { secrets: true; resourceScopes: true } }>

/** A person with the roles they hold. */
export type UserRecord = Prisma.UserGetPayload<{ include: { roles: true } }>

/** An API with the scopes and roles it understands. */
export type ResourceRecord = Prisma.ResourceGetPayload<{ include: { scopes: true; roles: true } }>

/** A row as a caller hands it in: any Uint8Array will do for bytes, any object for JSON. */
export type Input<Row> = {
  [Column in keyof Row]: Row[Column] extends Uint8Array
    ? Uint8Array
    : Row[Column] extends Uint8Array | null
      ? Uint8Array | null
      : Prisma.JsonValue extends Row[Column]
        ? object | null
        : Row[Column]
}
