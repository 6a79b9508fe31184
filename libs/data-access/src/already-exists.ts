import pg from 'pg'
import { Prisma } from './generated/client.js'

/** A value that must be unique is taken. */
export class AlreadyExists extends Error {
  override readonly name = 'AlreadyExists'

  /** @param field the taken column as the record names it, for example `email` */
  constructor(
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(`There already is a row with this ${field}.`, options)
  }
}

const UNIQUE_VIOLATION = '23505'

/** Waits for a write; a unique violation in it becomes `AlreadyExists`. */
export async function refusingDuplicates<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new AlreadyExists(takenField(error), { cause: error })
    }
    if (error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION) {
      throw new AlreadyExists(fieldOf(error.constraint, error.table), { cause: error })
    }
    throw error
  }
}

interface DriverError {
  driverAdapterError?: { cause?: { constraint?: { index?: string }; table?: string } }
}

/** From the name that Prisma gives the constraint: `users_email_key`, or `clients_pkey` for the primary key. */
function takenField(error: Prisma.PrismaClientKnownRequestError): string {
  const { constraint, table } = (error.meta as DriverError | undefined)?.driverAdapterError?.cause ?? {}
  return fieldOf(constraint?.index, table)
}

function fieldOf(index = '', table = ''): string {
  if (index === 'clients_pkey') return 'clientId'
  const column = index.slice(table.length + 1).replace(/_key$/, '')
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
