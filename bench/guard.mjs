import { prepare } from '../tools/prepare.mjs'
import { entry } from '../tools/workspace/step.mjs'
import { record } from './results.mjs'
import { median, table } from './statistics.mjs'

/*
 * `npm run bench:guard`: what the guard costs a request, in CPU time of the process. A token that is known already, and
 * the first sight of one against the bare verification of its signature.
 */

await entry(async () => {
  await prepare({ console: false })
  // What was built just now, and not what stood there when this file was loaded.
  const { guardCosts, KNOWN_CALLS, NEW_TOKENS, REVOKED, ROUNDS } = await import('./guard-costs.mjs')
  const measured = await guardCosts()

  const knownMicros = median(measured.known) - median(measured.nothing)
  const ratios = measured.firstSight.map((micros, round) => micros / measured.verify[round])
  const rows = [
    [
      'token known',
      knownMicros,
      `${(knownMicros / median(measured.verify)).toFixed(2)} × crypto.verify`,
      '< 10 µs',
    ],
    [
      'first sight of a token',
      median(measured.firstSight),
      `${median(ratios).toFixed(2)} × crypto.verify`,
      '≤ 1.3 ×',
    ],
    ['crypto.verify alone, ES256', median(measured.verify), '1.00', ''],
  ]
  const note = `Median of ${ROUNDS} rounds; the list of revocations holds ${REVOKED} others. The same token in ${KNOWN_CALLS}
calls, and ${NEW_TOKENS} new tokens in each round.`
  record(
    'What the guard costs a request',
    'npm run bench:guard',
    `${table(['', 'CPU, µs', 'ratio', 'goal'], rows)}\n\n${note}`,
  )
})
