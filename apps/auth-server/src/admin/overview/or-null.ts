import { Logger } from '@nestjs/common'

const logger = new Logger('overview')

/** The value, or null where it cannot be had, which the log explains: one part that fails takes no other away. */
export async function orNull<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value
  } catch (error) {
    logger.error({ msg: 'A part of the overview cannot be read', err: error })
    return null
  }
}
