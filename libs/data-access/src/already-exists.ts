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

/** Waits for a Prisma write; a unique violation in it becomes `AlreadyExists`. */
export async function refusingDuplicates<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new AlreadyExists(takenField(error), { cause: error })
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
  const index = constraint?.index ?? ''
  if (index === 'clients_pkey') return 'clientId'
  const column = index.slice((table ?? '').length + 1).replace(/_key$/, '')
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
