import { connections, get } from './calls.mjs'

/*
 * Other people's requests, in a process of its own: valid tokens at an even pace, told by one message
 * `{ urls, tokens, perSecond }`. The message `report` is answered with what passed since the last one.
 */

const TICK_MS = 5
const MOST_IN_FLIGHT = 30

process.once('message', (/** @type {{ urls: string[], tokens: string[], perSecond: number }} */ order) => {
  const { urls, tokens, perSecond } = order
  const agents = urls.map(() => connections(MOST_IN_FLIGHT / urls.length))
  let begin = performance.now()
  let [sent, inFlight] = [0, 0]
  let counts = { passed: 0, refused: 0, failed: 0 }

  function send() {
    const at = sent++ % urls.length
    inFlight += 1
    get(agents[at], urls[at], tokens[sent % tokens.length])
      .then((status) => (counts[status === 200 ? 'passed' : 'refused'] += 1))
      .catch(() => (counts.failed += 1))
      .finally(() => (inFlight -= 1))
  }

  setInterval(() => {
    const due = ((performance.now() - begin) / 1000) * perSecond
    while (sent < due && inFlight < MOST_IN_FLIGHT) send()
    // What could not be sent in time is left out, not made up for in a burst.
    if (sent < due) begin = performance.now() - (sent / perSecond) * 1000
  }, TICK_MS)

  let since = performance.now()
  process.on('message', () => {
    const seconds = (performance.now() - since) / 1000
    process.send?.({ ...counts, perSecond: counts.passed / seconds })
    since = performance.now()
    counts = { passed: 0, refused: 0, failed: 0 }
  })
})
