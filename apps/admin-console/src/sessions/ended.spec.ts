import { describe, expect, it } from '@jest/globals'
import { endedTogether } from './ended'

const act = (sessions: number, sequence: string | null) => ({
  sessions,
  refresh_families: 1,
  grants: 0,
  revocation_sequence: sequence,
})

describe('endedTogether', () => {
  it('adds what was ended, and keeps the last place as a number, not as a text', () => {
    expect(endedTogether([act(1, '9'), act(2, '10'), act(0, null)])).toEqual({
      sessions: 3,
      refresh_families: 3,
      grants: 0,
      revocation_sequence: '10',
    })
  })

  it('is nothing for no act', () => {
    expect(endedTogether([])).toMatchObject({ sessions: 0, revocation_sequence: null })
  })
})
