import type { ExecutionContext } from '@nestjs/common'
import type { FastifyReply } from 'fastify'

/** Sets a header on whatever will be answered, an error included. */
export function setAnswerHeader(context: ExecutionContext, name: string, value: string): void {
  context.switchToHttp().getResponse<FastifyReply>().header(name, value)
}
