export const ORDERS = 'https://orders.example'

/** An API with two scopes and a role, a client with a secret and one without. */
export const FILE = `version: 1
resources:
  - identifier: ${ORDERS}
    name: Orders
    scopes:
      - { name: orders:read, consent_text: See your orders }
      - { name: orders:write, consent_text: Place orders, sensitive: true }
    roles:
      - { name: clerk, description: Handles orders }
clients:
  - client_id: shop
    client_name: Shop
    redirect_uris: [https://shop.example/callback]
    default_resource: ${ORDERS}
    resource_scopes:
      - { resource: ${ORDERS}, scope: orders:read }
  - client_id: portal
    kind: spa
    client_name: Portal
    redirect_uris: [https://portal.example/]
`
