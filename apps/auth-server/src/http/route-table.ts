import type { FastifyInstance } from 'fastify'

/** What is served where, as far as the answer to a wrong method needs it. */
export class RouteTable {
  private readonly patterns = new Map<string, { matches: RegExp; methods: Set<string> }>()

  /** Notes every route that is registered after this. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      const known = this.patterns.get(url) ?? { matches: asExpression(url), methods: new Set<string>() }
      for (const one of [method].flat()) known.methods.add(one)
      this.patterns.set(url, known)
    })
  }

  /** Methods that the path answers, sorted; none when there is nothing at it. */
  methodsAt(path: string): string[] {
    const matching = [...this.patterns.values()].filter(({ matches }) => matches.test(path))
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort()
  }
}

/** `:name` stands for one segment; a wildcard serves files, and what is no file is not found, whatever the method. */
function asExpression(url: string): RegExp {
  if (url.includes('*')) return /(?!)/u
  const segments = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/gu, '\\$&')))
  return new RegExp(`^${segments.join('/')}$`, 'u')
}
