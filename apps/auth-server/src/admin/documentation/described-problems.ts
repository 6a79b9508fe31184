import type { OpenAPIObject } from '@nestjs/swagger'
import { IF_MATCH } from '../route/version.js'

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string]

/** What is read of an operation of the document. */
export interface Operation {
  parameters?: { in?: string; name?: string }[]
  requestBody?: object
  responses: Record<string, object>
}

export const PROBLEM_SCHEMA_NAME = 'Problem'

/** A refusal as the document describes it. */
export const PROBLEM_SCHEMA: Schema = {
  type: 'object',
  description: 'A refusal (RFC 9457 §3)',
  required: ['type', 'title', 'status', 'trace_id'],
  additionalProperties: true,
  properties: {
    type: { type: 'string', description: '`urn:gatehouse:admin:` and the name of the problem' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      description: 'What is wrong with which field',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
    trace_id: { type: 'string', description: 'Names the request in logs and audit events' },
  },
}

const ETAG = {
  etag: {
    description: 'The version: give it as If-Match when you change it (RFC 9110 §8.8.3)',
    schema: { type: 'string' },
  },
}

/** The operation with the refusals that its kind of route can answer, described once for all. */
export function withProblems(operation: Operation, path: string): Operation {
  const { parameters = [], requestBody, responses } = operation
  const headers = new Set(parameters.filter((one) => one.in === 'header').map(({ name }) => name))
  const takesInput = requestBody !== undefined || parameters.some((one) => one.in === 'query')
  const creates = headers.has('Idempotency-Key')
  const changes = headers.has(IF_MATCH)
  const refusals = {
    ...(requestBody === undefined ? {} : { 400: 'The body is not JSON' }),
    401: 'No access token, or one that does not do (RFC 6750 §3.1)',
    403: 'The token lacks the scope, or no role of the person allows it',
    ...(path.includes('{') ? { 404: 'There is nothing by this name' } : {}),
    ...(creates ? { 409: 'A request with this Idempotency-Key is still under way' } : {}),
    ...(changes ? { 412: 'Somebody else changed it meanwhile; `current` is what it is now' } : {}),
    ...(takesInput ? { 422: 'Some fields cannot be taken as they are; `errors` names them' } : {}),
    ...(changes ? { 428: 'If-Match is missing (RFC 6585 §3)' } : {}),
    503: 'The database is away; try again',
  }
  const answers = Object.entries(responses).map(([status, answer]) => [
    status,
    changes && status.startsWith('2') ? { ...answer, headers: ETAG } : answer,
  ])
  return {
    ...operation,
    responses: {
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [status, problemResponse(description)]),
      ),
      ...(Object.fromEntries(answers) as Record<string, object>),
    },
  }
}

function problemResponse(description: string): object {
  return {
    description,
    content: {
      'application/problem+json': { schema: { $ref: `#/components/schemas/${PROBLEM_SCHEMA_NAME}` } },
    },
  }
}
