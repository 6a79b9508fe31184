import { Prisma } from './generated/client.js'

/** The row is not of the version any more that a change was made for, or it is gone. Nothing was changed. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
}

/** Waits for a Prisma update of one version of a row; no such row becomes `ChangedMeanwhile`. */
export async function refusingOldVersions<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025') {
      throw new ChangedMeanwhile('The row was changed or removed meanwhile.', { cause: error })
    }
    throw error
  }
}
