/** A clock that stands until it is told to go on. */
export class FakeClock {
  private current: number

  /** @param start default 2026-01-01T00:00:00Z */
  constructor(start: Date = new Date('2026-01-01T00:00:00Z')) {
    this.current = start.getTime()
  }

  /** The time that it shows, as a value of its own. */
  now(): Date {
    return new Date(this.current)
  }

  /** Moves the time on, or back with a negative number. */
  advance(seconds: number): void {
    this.current += seconds * 1000
  }
}
