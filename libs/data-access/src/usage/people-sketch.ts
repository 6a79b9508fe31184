import { createHash } from 'node:crypto'

/** Two to this power is the number of registers: 2 KB a sketch, and a standard error of 2.3 %. */
const INDEX_BITS = 11
const REGISTERS = 2 ** INDEX_BITS
/** Bits of the digest that a rank is read from. */
const RANK_BITS = 32
const BIAS = 0.7213 / (1 + 1.079 / REGISTERS)

/**
 * How many different people there were, without keeping who: a HyperLogLog. Adding somebody twice changes nothing, and two
 * sketches joined are the sketch of both together.
 *
 * Never: tells whether somebody is in it to whoever holds other ids.
 *
 * @see Flajolet et al., HyperLogLog (2007)
 */
export class PeopleSketch {
  private readonly registers: Buffer

  /** @param stored what `bytes` gave; absent for nobody */
  constructor(stored?: Uint8Array) {
    this.registers = stored?.length === REGISTERS ? Buffer.from(stored) : Buffer.alloc(REGISTERS)
  }

  add(subjectId: string): void {
    const digest = createHash('sha256').update(subjectId).digest()
    const index = digest.readUInt16BE(0) % REGISTERS
    const rank = Math.min(Math.clz32(digest.readUInt32BE(2)), RANK_BITS) + 1
    if (rank > this.registers[index]!) this.registers[index] = rank
  }

  /** Whoever is in the other one is in this one too. */
  join(other: PeopleSketch): void {
    for (let at = 0; at < REGISTERS; at += 1) {
      if (other.registers[at]! > this.registers[at]!) this.registers[at] = other.registers[at]!
    }
  }

  /** How many there are: exact for a handful, within 5 % in nineteen cases of twenty. */
  count(): number {
    let sum = 0
    let empty = 0
    for (const rank of this.registers) {
      sum += 2 ** -rank
      if (rank === 0) empty += 1
    }
    const estimate = (BIAS * REGISTERS ** 2) / sum
    const isSparse = estimate <= 2.5 * REGISTERS && empty > 0
    return Math.round(isSparse ? REGISTERS * Math.log(REGISTERS / empty) : estimate)
  }

  get bytes(): Buffer {
    return this.registers
  }
}
