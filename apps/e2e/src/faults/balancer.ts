import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Carries each connection to the next of several servers that takes one, as a load balancer before them does. */
export class Balancer {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
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
      onward.on('close', () => socket.destroy())
      socket.on('close', () => onward.destroy())
      socket.pipe(onward).pipe(socket)
    })
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
  }
}
