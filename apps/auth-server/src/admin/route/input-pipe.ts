import { ValidationPipe, type ValidationError } from '@nestjs/common'
import type { AdminFieldError } from '@gatehouse/token-types'
import { Problem } from '../../http/problem.js'

/**
 * Checks bodies and queries against their classes. What no class knows is refused, so that a misspelt field is an error
 * and not silence; every wrong field is named at once.
 */
export const inputPipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  exceptionFactory: (errors) =>
    new Problem('invalid-fields', { errors: errors.flatMap((error) => named(error)) }),
})

function named({ property, constraints, children }: ValidationError, parent = ''): AdminFieldError[] {
  const isPlace = /^\d+$/u.test(property)
  const field = isPlace ? `${parent}[${property}]` : parent ? `${parent}.${property}` : property
  const [message] = Object.entries(constraints ?? {}).map(([rule, text]) =>
    rule === 'whitelistValidation' ? 'is not known here' : text.replace(/^\S+ (?=must|should|is )/u, ''),
  )
  return [
    ...(message === undefined ? [] : [{ field, message }]),
    ...(children ?? []).flatMap((child) => named(child, field)),
  ]
}
