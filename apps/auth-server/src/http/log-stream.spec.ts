import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { LogStream } from './log-stream.js'

const INFO = 30
const ERROR = 50

let written: string[]
let stream: LogStream

beforeEach(() => {
  jest.useFakeTimers()
  written = []
  stream = new LogStream((text) => written.push(text))
})
afterEach(() => {
  stream.end()
  jest.useRealTimers()
})

function log(level: number, line: string): void {
  stream.lastLevel = level
  stream.write(line)
}

describe('LogStream', () => {
  it('writes everyday lines together and in order, soon', () => {
    log(INFO, 'one\n')
    log(INFO, 'two\n')
    expect(written).toEqual([])
    jest.runAllTimers()
    expect(written).toEqual(['one\ntwo\n'])
  })

  it('writes an error at once, after what waited', () => {
    log(INFO, 'one\n')
    log(ERROR, 'bad\n')
    expect(written.join('')).toBe('one\nbad\n')
  })

  it('does not wait without bound', () => {
    for (let count = 0; count < 1_000; count += 1) log(INFO, `${'x'.repeat(99)}\n`)
    expect(written.join('').length).toBeGreaterThan(80_000)
  })

  it('loses nothing when the process exits', () => {
    log(INFO, 'last words\n')
    process.emit('exit', 0)
    expect(written).toEqual(['last words\n'])
  })
})
