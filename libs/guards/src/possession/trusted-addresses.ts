import { BlockList, isIP } from 'node:net'
import { invalid } from '../checked-options.js'

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Addresses and subnets that are believed. */
export class TrustedAddresses {
  private readonly list = new BlockList()

  /** @throws Error, naming the option, unless there is at least one and each is an address or a subnet */
  constructor(option: string, entries: readonly string[]) {
    if (!Array.isArray(entries) || entries.length === 0)
      throw invalid(option, 'a list of addresses or subnets')
    for (const entry of entries as readonly string[]) {
      const [address = '', bits] = entry.split('/')
      const family = isIP(address)
      const most = family === 4 ? 32 : 128
      const prefix = bits === undefined ? most : Number(bits)
      if (family === 0 || bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > most)
        throw invalid(option, `a list of addresses or subnets such as 10.0.0.0/8; "${entry}" is neither`)
      this.list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6')
    }
  }

  /** Whether the address is among them; one of version 4 may be written in the form of version 6. */
  has(address: string | undefined): boolean {
    const plain = V4_IN_V6.exec(address ?? '')?.[1] ?? address ?? ''
    const family = isIP(plain)
    return family !== 0 && this.list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }
}
