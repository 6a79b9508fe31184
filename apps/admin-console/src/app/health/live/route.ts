/** Says that the process answers; asks nothing of a session, a store or the authorization server. */
export const GET = (): Response =>
  Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })

export const dynamic = 'force-dynamic'
