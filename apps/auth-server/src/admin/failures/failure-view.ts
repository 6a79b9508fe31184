import type { ClientRecord, FailureRecord } from '@gatehouse/data-access'
import {
  GRANT_TYPES,
  type AdminFailure,
  type AdminFailureDetail,
  type AdminFailureMend,
} from '@gatehouse/token-types'
import { BadValue } from '../../registration/refusals.js'
import { redirectUri } from '../../registration/values.js'

/** A record as a list shows it. */
export function failureView(record: FailureRecord): AdminFailure {
  return {
    trace_id: record.traceId,
    at: record.at.toISOString(),
    endpoint: record.endpoint,
    error: record.error,
    rule: record.rule,
    client_id: record.clientId,
    expected: record.expected,
    got: record.got,
    mend: record.mend,
    reference: record.reference,
  }
}

/** A record with what would mend it, as the client is now. */
export function failureDetail(record: FailureRecord, client: ClientRecord | undefined): AdminFailureDetail {
  return { ...failureView(record), mends: client ? mendsOf(record, client) : [] }
}

/**
 * *Never*: offers what the registration would refuse, what is there already, or a text that was cut or had secrets taken
 * out. Whoever sent the request chose the value, so a person must still read it before it is added.
 */
function mendsOf(
  { rule, got }: Pick<FailureRecord, 'rule' | 'got'>,
  client: Pick<ClientRecord, 'clientId' | 'redirectUris' | 'grantTypes'>,
): AdminFailureMend[] {
  if (got === null) return []
  if (rule === 'redirect_uri.not_registered' && isRegistrable(got) && !client.redirectUris.includes(got)) {
    return [{ kind: 'add_redirect_uri', client_id: client.clientId, value: got }]
  }
  const isGrant = GRANT_TYPES.some((type) => type === got)
  if (rule === 'grant_type.not_registered' && isGrant && !client.grantTypes.includes(got)) {
    return [{ kind: 'add_grant_type', client_id: client.clientId, value: got }]
  }
  return []
}

/** As long as a record's text can be, it may have been cut. */
const PERHAPS_CUT = 1_000

function isRegistrable(uri: string): boolean {
  if (uri.length >= PERHAPS_CUT || /\[(?:removed|token)\]/u.test(uri)) return false
  try {
    redirectUri(uri)
    return true
  } catch (error) {
    if (error instanceof BadValue) return false
    throw error
  }
}
