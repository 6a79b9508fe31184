import { createServer } from 'node:net'
import { Failure } from '../workspace/step.mjs'

const LOOPBACK = ['127.0.0.1', '::1']

/**
 * @param {string | undefined} host @param {number} port
 * @returns {Promise<'free' | 'taken' | 'forbidden'>}
 */
function probe(host, port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve('taken')
      else resolve(error.code === 'EACCES' ? 'forbidden' : 'free') // such as a machine without IPv6
    })
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')))
  })
}

/** @returns {Promise<number>} a port that nothing listens on */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/**
 * Makes sure, before anything starts, that every port can be had.
 * @param {Pick<import('./settings.mjs').StartSettings, 'ports' | 'host'>} settings
 * @throws {Failure} naming the port and the setting that moves it
 */
export async function requireFreePorts({ ports, host }) {
  const wanted = [
    { name: 'GATEHOUSE_PORT', what: 'the authorization server', port: ports.auth },
    { name: 'GATEHOUSE_BANK_PORT', what: 'the bank API', port: ports.bank },
    { name: 'GATEHOUSE_CONSOLE_PORT', what: 'the console', port: ports.console },
  ]
  for (const [index, { name, what, port }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port)
    if (twin) throw new Failure(`${name} and ${twin.name} are both ${port}; give ${what} another port.`)
    for (const address of new Set([...LOOPBACK, ...(host && host !== 'localhost' ? [host] : [])])) {
      const state = await probe(address, port)
      if (state === 'taken') throw new Failure(`Port ${port} of ${what} is taken; free it or set ${name}.`)
      if (state === 'forbidden')
        throw new Failure(`Port ${port} of ${what} is not allowed here; set ${name}.`)
    }
  }
}
