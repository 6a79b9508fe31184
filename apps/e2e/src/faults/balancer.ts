import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/**
 * Carries each connection to the next of several servers that takes one, as a load balancer before them does. Before a
 * single server it is a line that can go dead.
 */
export class Balancer {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private readonly lines = new Set<[Socket, Socket]>()
  private isDead = false
  private turn = 0

  /** @param ports servers on 127.0.0.1 */
  constructor(private readonly ports: readonly number[]) {
    this.server = createServer((socket) => {
      this.keep(socket)
      socket.pause()
      this.turn += 1
      this.carry(socket, this.turn, this.ports.length)
    })
  }

  /** @returns the port that it listens on */
  async listen(): Promise<number> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    return (this.server.address() as AddressInfo).port
  }

  /** Nothing passes any more, and nobody is told: connections stand, new ones are taken. */
  goDead(): void {
    this.isDead = true
    for (const [one, other] of this.lines) {
      one.unpipe(other).pause()
      other.unpipe(one).pause()
    }
  }

  /** What was said meanwhile arrives, and the rest behind it. */
  revive(): void {
    if (!this.isDead) return
    this.isDead = false
    for (const line of this.lines) this.join(line)
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private carry(socket: Socket, turn: number, tries: number): void {
    if (tries === 0) return void socket.destroy()
    const onward = connect(this.ports[turn % this.ports.length] ?? 0, '127.0.0.1')
    const next = () => this.carry(socket, turn + 1, tries - 1)
    onward.once('error', next)
    onward.once('connect', () => {
      onward.off('error', next)
      this.keep(onward)
      const line: [Socket, Socket] = [socket, onward]
      this.lines.add(line)
      for (const end of line)
        end.on('close', () => {
          this.lines.delete(line)
          for (const each of line) each.destroy()
        })
      if (!this.isDead) this.join(line)
    })
  }

  private join([one, other]: [Socket, Socket]): void {
    one.pipe(other).pipe(one)
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
  }
}
