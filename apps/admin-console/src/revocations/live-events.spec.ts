import { describe, expect, it } from '@jest/globals'
import type { AdminRevocation } from '@gatehouse/token-types'
import { learned, type Known } from './live-events'

const entry = (sequence: string) => ({ sequence }) as AdminRevocation
const known: Known = { base: '9', place: '9', entries: [], isIncomplete: false }
const tell = (...sequences: string[]) =>
  sequences.reduce((so, sequence) => learned(so, { what: 'entry', entry: entry(sequence) }), known)
const places = ({ entries }: Known) => entries.map(({ sequence }) => sequence)

describe('what a page knows of the list of revocations', () => {
  it('grows by each new entry once, the newest first, by number and not by letter', () => {
    expect(places(tell('10', '11', '10', '100'))).toEqual(['100', '11', '10'])
    expect(tell('10', '100').place).toBe('100')
  })

  it('leaves out what the page showed when it was made', () => {
    expect(places(tell('8', '9'))).toEqual([])
  })

  it('takes an entry whose place a heartbeat named before', () => {
    const heard = learned(known, { what: 'place', place: '12' })
    expect(places(learned(heard, { what: 'entry', entry: entry('11') }))).toEqual(['11'])
    expect(learned(heard, { what: 'place', place: '10' }).place).toBe('12')
  })
})
