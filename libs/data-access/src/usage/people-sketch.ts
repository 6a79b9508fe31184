import { createHash } from 'node:crypto'

/** Two to this power is the number of registers: 2 KB a sketch, and a standard error of 2.3 %. */
const INDEX_BITS = 11
const REGISTERS = 2 ** INDEX_BITS
/** Bits of the digest that a rank is read from. */
const RANK_BITS = 32

/**
 * How many different people there were, without keeping who: a HyperLogLog. Adding somebody twice changes nothing, and two
 * sketches joined are the sketch of both together.
 *
 * Keeps no ids. Whoever holds an id can tell that it was surely not there, or perhaps was.
 *
 * @see Flajolet et al., HyperLogLog (2007); Ertl, New cardinality estimation algorithms for HyperLogLog sketches (2017)
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
    const ofRank = new Array<number>(RANK_BITS + 2).fill(0)
    for (const rank of this.registers) ofRank[rank]! += 1
    let sum = REGISTERS * fullShare(1 - ofRank[RANK_BITS + 1]! / REGISTERS)
    for (let rank = RANK_BITS; rank > 0; rank -= 1) sum = (sum + ofRank[rank]!) / 2
    sum += REGISTERS * emptyShare(ofRank[0]! / REGISTERS)
    return Math.round(REGISTERS ** 2 / (2 * Math.LN2 * sum))
  }

  get bytes(): Buffer {
    return this.registers
  }
}

/** What empty registers add: σ of Ertl's estimator, infinite where all are. */
function emptyShare(share: number): number {
  if (share === 1) return Infinity
  let [sum, last, power, weight] = [share, -1, share, 1]
  while (sum !== last) {
    power *= power
    last = sum
    sum += power * weight
    weight *= 2
  }
  return sum
}

/** What registers that can hold no more add: τ of Ertl's estimator. */
function fullShare(share: number): number {
  if (share === 0 || share === 1) return 0
  let [sum, last, root, weight] = [1 - share, -1, share, 1]
  while (sum !== last) {
    root = Math.sqrt(root)
    last = sum
    weight /= 2
    sum -= (1 - root) ** 2 * weight
  }
  return sum / 3
}
