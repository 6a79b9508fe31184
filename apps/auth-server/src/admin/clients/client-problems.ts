import { refusedFields } from '../route/refused-fields.js'

/** Fields whose name is not the command line's option with underscores. */
const FIELD_OF: Readonly<Record<string, string>> = {
  id: 'client_id',
  name: 'client_name',
  'auth-method': 'token_endpoint_auth_method',
  'assertion-alg': 'assertion_signing_algs',
  grant: 'grant_types',
  'redirect-uri': 'redirect_uris',
  'post-logout-redirect-uri': 'post_logout_redirect_uris',
  scope: 'resource_scopes',
  resource: 'default_resource',
  secret: 'client_secret',
}

/** Runs rules of the registration; what they refuse becomes a problem of the field. @throws Problem invalid-fields */
export async function fieldProblems(rules: () => Promise<void>): Promise<void> {
  return refusedFields(rules, FIELD_OF)
}
