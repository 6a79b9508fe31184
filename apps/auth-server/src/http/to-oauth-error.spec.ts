import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common'
import { describe, expect, it } from '@jest/globals'
import { OAuthError } from '@gatehouse/protocol'
import { toOAuthError } from './to-oauth-error.js'

const INSIDE = 'password=hunter2 at /srv/gatehouse/stores.js:10'

describe('toOAuthError', () => {
  it('hands a protocol error on as it is', () => {
    const error = new OAuthError('invalid_grant', { description: 'No.' })
    expect(toOAuthError(error)).toBe(error)
  })

  it.each([
    Object.assign(new Error('connect failed'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('read failed'), { code: 'ECONNRESET' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Connection terminated due to connection timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    new Error('waited too long for the database'),
    Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
    new Error('the database system is starting up'),
    Object.assign(new Error("Can't reach database server at 10.0.0.7:5432"), { code: 'P1001' }),
  ])('says 503 temporarily_unavailable when the database is away: $message (RFC 6749 §4.1.2.1)', (cause) => {
    const error = toOAuthError(cause)
    expect(error).toMatchObject({ code: 'temporarily_unavailable', status: 503, cause })
    expect(error.description).not.toContain('10.0.0.7')
  })

  it.each([
    new Error(INSIDE),
    new TypeError(INSIDE),
    new InternalServerErrorException(INSIDE),
    Object.assign(new Error(INSIDE), { statusCode: 500 }),
    Object.assign(new Error(INSIDE), { statusCode: 200 }),
    INSIDE,
    undefined,
    null,
    { message: INSIDE },
  ])('says server_error and shows nothing of the inside for %p', (thrown) => {
    const error = toOAuthError(thrown)
    expect(error).toMatchObject({ code: 'server_error', status: 500 })
    expect(error.cause).toBe(thrown)
    expect(JSON.stringify(error)).not.toMatch(/hunter2|srv/u)
  })

  it.each([
    [new NotFoundException(INSIDE), 404],
    [new BadRequestException(INSIDE), 400],
    [Object.assign(new Error(INSIDE), { statusCode: 413 }), 413],
    [Object.assign(new Error(INSIDE), { statusCode: 415 }), 415],
  ])('keeps the status of what the framework refused, in our own words: %p', (thrown, status) => {
    const error = toOAuthError(thrown)
    expect(error).toMatchObject({ code: 'invalid_request', status })
    expect(JSON.stringify(error)).not.toMatch(/hunter2|srv/u)
  })
})
