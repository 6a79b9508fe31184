import { connect } from 'node:net'

const HEAD_END = '\r\n\r\n'

/**
 * One answer.
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} head status line and headers as they came
 * @property {string} body
 */

/**
 * One connection that is kept open, one request at a time. Does what a benchmark needs of HTTP/1.1 and nothing else, so
 * that the load takes as little as possible of the core that it shares with PostgreSQL.
 */
export class Connection {
  #socket
  #received = Buffer.alloc(0)
  /** @type {{ resolve: (answer: Answer) => void, reject: (error: Error) => void } | undefined} */
  #waiting

  /** @param {string} origin such as http://127.0.0.1:4000 */
  constructor(origin) {
    const { hostname, port } = new URL(origin)
    this.address = { host: hostname, port: Number(port) }
    this.host = `localhost:${port}`
  }

  /**
   * @param {string} method @param {string} path
   * @param {{ headers?: string, body?: string }} [content] headers end with a line break each; a body is a form
   * @returns {Promise<Answer>}
   */
  request(method, path, { headers = '', body } = {}) {
    const form =
      body === undefined
        ? ''
        : `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
    const text = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${headers}${form}\r\n${body ?? ''}`
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#open().write(text)
    })
  }

  close() {
    this.#socket?.destroy()
  }

  #open() {
    if (this.#socket && !this.#socket.destroyed) return this.#socket
    const socket = connect({ ...this.address, noDelay: true })
    this.#received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
      this.#read()
    })
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The server closed the connection')))
    this.#socket = socket
    return socket
  }

  /** @param {Error} error */
  #fail(error) {
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#socket = undefined
    waiting?.reject(error)
  }

  #read() {
    const end = this.#received.indexOf(HEAD_END)
    if (end < 0) return
    const head = this.#received.latin1Slice(0, end + 2)
    const status = Number(head.slice(9, 12))
    const length = header(head, 'content-length')
    const start = end + HEAD_END.length
    if (length === undefined && header(head, 'transfer-encoding') === 'chunked') {
      const body = chunked(this.#received, start)
      if (body) this.#answer(head, status, body.text, body.end)
      return
    }
    const until = start + (status === 204 || status === 304 ? 0 : Number(length ?? 0))
    if (this.#received.length >= until) {
      this.#answer(head, status, this.#received.utf8Slice(start, until), until)
    }
  }

  /** @param {string} head @param {number} status @param {string} body @param {number} until */
  #answer(head, status, body, until) {
    this.#received = this.#received.subarray(until)
    const waiting = this.#waiting
    this.#waiting = undefined
    if (header(head, 'connection') === 'close') {
      this.#socket?.destroy()
      this.#socket = undefined
    }
    waiting?.resolve({ status, head, body })
  }
}

/** @param {string} head @param {string} name in small letters @returns {string | undefined} */
export function header(head, name) {
  return new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'iu').exec(head)?.[1]
}

/** @param {Buffer} bytes @param {number} start @returns {{ text: string, end: number } | undefined} */
function chunked(bytes, start) {
  let [at, text] = [start, '']
  for (;;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.latin1Slice(at, line), 16)
    const from = line + 2
    if (bytes.length < from + size + 2) return undefined
    if (size === 0) return { text, end: from + 2 }
    text += bytes.utf8Slice(from, from + size)
    at = from + size + 2
  }
}
