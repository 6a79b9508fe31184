/** The one source of time. Tests give one that they move by hand. */
export class Clock {
  now(): Date {
    return new Date()
  }
}
