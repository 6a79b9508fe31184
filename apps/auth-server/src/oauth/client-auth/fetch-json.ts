import { lookup as resolve, type LookupAddress } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const MAX_BYTES = 64 * 1024
const TIMEOUT_MS = 3_000

/** Addresses that only the inside of a network reaches (RFC 1918, RFC 4193, RFC 6890). */
const INSIDE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  INSIDE.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const) {
  INSIDE.addSubnet(network, prefix, 'ipv6')
}

/** True for loopback, private, link-local, multicast and mapped addresses. */
export function isInsideAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1]
  if (mapped) return INSIDE.check(mapped, 'ipv4')
  return INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Resolves a name and refuses inside addresses at the moment of connecting, so that a second look-up cannot differ. */
const lookupOutside: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const [first] = addresses ?? []
    if (error || !first) return callback(error ?? new Error('no address'), '', 4)
    if (addresses.some(({ address }) => isInsideAddress(address))) {
      return callback(new Error('the host has a private address'), '', 4)
    }
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

/**
 * Fetches a JSON document that a client named: no redirects, 64 KiB and 3 seconds at most.
 *
 * @param options.publicAddressesOnly refuses http and hosts with private addresses, so that a registered URI cannot
 * be used to reach the inside of the operator's network
 * @throws Error with a plain sentence
 */
export async function fetchJson(uri: string, options: { publicAddressesOnly: boolean }): Promise<unknown> {
  const url = new URL(uri)
  if (options.publicAddressesOnly) {
    if (url.protocol !== 'https:') throw new Error('the URI must be https')
    const literal = url.hostname.replace(/^\[|\]$/gu, '')
    if (isIP(literal) && isInsideAddress(literal)) throw new Error('the host has a private address')
  }
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const response = await new Promise<IncomingMessage>((done, fail) => {
    const sent = request(url, {
      headers: { accept: 'application/json, application/jwk-set+json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      agent: false,
      ...(options.publicAddressesOnly ? { lookup: lookupOutside } : {}),
    })
    sent.once('response', done).once('error', fail).end()
  })
  if (response.statusCode !== 200) {
    response.destroy()
    throw new Error(`the server answered ${response.statusCode}`)
  }
  let bytes = 0
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Error('the document is over 64 KiB')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
}
