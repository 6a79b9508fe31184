import { DPOP_SIGNING_ALGS, type DpopSigningAlg } from '@gatehouse/token-types'
import { httpUrl, invalid, within } from '../checked-options.js'
import { MemoryReplayStore, ReplayStore } from './replay-store.js'
import { TrustedAddresses } from './trusted-addresses.js'

/**
 * What tokens bound to a key (RFC 9449) mean to this API.
 *
 * - `off`: nobody checks a proof, so bound tokens are refused.
 * - `optional`: a bound token needs its proof, an unbound one passes as Bearer.
 * - `report-only`: what `required` would refuse is counted and logged, and passes. For the time before `required`.
 * - `required`: only bound tokens with a proof pass.
 */
export type DpopMode = 'off' | 'optional' | 'report-only' | 'required'

export interface DpopOptions {
  /** Default `optional`; `off` where `publicUrl` is neither given nor found in `audience`. */
  mode?: DpopMode | undefined
  /**
   * Where callers reach this API: scheme, host, port, and the path prefix that a gateway takes away. A proof is made for
   * this address (`htu`), whatever the Host header says. Default: scheme, host and port of `audience`.
   */
  publicUrl?: string | undefined
  /** How far `iat` of a proof may be from now, 1 to 300. Default 60. */
  maxAgeSeconds?: number | undefined
  /** Accepted algorithms of proofs. Default: all that `@gatehouse/protocol` verifies. */
  algorithms?: readonly DpopSigningAlg[] | undefined
  /** Proofs must hold a nonce from here. Default: none is wanted. */
  nonce?: DpopNonceOptions | undefined
  /** Where used proofs are remembered. Default: in this process; several instances behind one address need a shared one. */
  replayStore?: ReplayStore | undefined
}

export interface DpopNonceOptions {
  /** At least 32 characters, the same in every instance of the API; nonces are derived from it, none is stored. */
  secret: string
  /** How long a nonce is accepted at most, 10 to 3,600. Default 300. */
  lifetimeSeconds?: number | undefined
}

/** How a TLS-terminating gateway passes on the certificate of the client (RFC 8705 §3). */
export interface ClientCertificateOptions {
  /** Name of the header. Default `client-cert` (RFC 9440 §2.2). */
  header?: string | undefined
  /** `rfc9440`: DER as a byte sequence, the default. `pem`: URL-encoded PEM, as nginx's `$ssl_client_escaped_cert`. */
  form?: 'rfc9440' | 'pem' | undefined
  /** Addresses and subnets of the gateway, such as `10.0.0.0/8`; the header counts from nowhere else. */
  from: readonly string[]
}

interface CheckedNonce {
  secret: string
  lifetimeSeconds: number
}

export interface DpopSettings {
  mode: Exclude<DpopMode, 'off'>
  publicUrl: string
  maxAgeSeconds: number
  algorithms: readonly DpopSigningAlg[]
  nonce: CheckedNonce | undefined
  replayStore: ReplayStore
}

export interface ClientCertificateSettings {
  header: string
  form: 'rfc9440' | 'pem'
  from: TrustedAddresses
}

const MODES: readonly DpopMode[] = ['off', 'optional', 'report-only', 'required']

/** The options with every default filled in; undefined when the mode is `off`. @throws Error that names the option */
export function dpopSettings(options: DpopOptions = {}, audience: string): DpopSettings | undefined {
  const { mode = undefined, maxAgeSeconds = 60, algorithms = DPOP_SIGNING_ALGS, nonce, replayStore } = options
  if (mode !== undefined && !MODES.includes(mode)) throw invalid('dpop.mode', `one of ${MODES.join(', ')}`)
  const publicUrl = options.publicUrl ?? originOf(audience)
  if (mode === 'off' || (mode === undefined && publicUrl === undefined)) return undefined
  if (publicUrl === undefined) throw invalid('dpop.publicUrl', 'given, for audience is no http(s) URL')
  if (algorithms.length === 0 || !algorithms.every((alg) => DPOP_SIGNING_ALGS.includes(alg)))
    throw invalid('dpop.algorithms', `a list out of ${DPOP_SIGNING_ALGS.join(', ')}`)
  if (replayStore !== undefined && !(replayStore instanceof ReplayStore))
    throw invalid('dpop.replayStore', 'a subclass of ReplayStore')
  return {
    mode: mode ?? 'optional',
    publicUrl: httpUrl('dpop.publicUrl', publicUrl).replace(/\/$/, ''),
    maxAgeSeconds: within('dpop.maxAgeSeconds', maxAgeSeconds, 300, 1),
    algorithms,
    nonce: nonce && checkedNonce(nonce),
    replayStore: replayStore ?? new MemoryReplayStore(),
  }
}

/** @throws Error that names the option */
export function clientCertificateSettings(
  options: ClientCertificateOptions | undefined,
): ClientCertificateSettings | undefined {
  if (options === undefined) return undefined
  const { header = 'client-cert', form = 'rfc9440', from } = options
  if (!/^[\w-]+$/.test(header)) throw invalid('clientCertificate.header', 'the name of a header')
  if (form !== 'rfc9440' && form !== 'pem') throw invalid('clientCertificate.form', `'rfc9440' or 'pem'`)
  return { header: header.toLowerCase(), form, from: new TrustedAddresses('clientCertificate.from', from) }
}

function checkedNonce({ secret, lifetimeSeconds = 300 }: DpopNonceOptions): CheckedNonce {
  if (typeof secret !== 'string' || secret.length < 32)
    throw invalid('dpop.nonce.secret', 'a random text of at least 32 characters')
  within('dpop.nonce.lifetimeSeconds', lifetimeSeconds, 3_600, 10)
  return { secret, lifetimeSeconds }
}

function originOf(audience: string): string | undefined {
  return URL.canParse(audience) && /^https?:$/.test(new URL(audience).protocol)
    ? new URL(audience).origin
    : undefined
}
