// Stands between the server and the simulator of Hostinger, and lets things go wrong on request.
import http from 'node:http'

export type Fault =
  | 'down' // connections are cut
  | 'error' // 500
  | 'refused' // 422
  | 'rate-limited' // 429 with Retry-After
  | 'blocked' // 403, as its shield answers clients that it does not like
  | 'wrong-token' // 401
  | 'expired-token' // 401, in other words
  | 'slow' // every answer takes three seconds
  | 'lost-answer' // the change is made, its answer never comes

interface Armed {
  fault: Fault
  /** Only paths with this in them. */
  path: string
  method: string | undefined
}

export class Vendor {
  private armed: Armed | undefined
  /** Every request that has come since the start, as `METHOD /path`. */
  readonly requests: string[] = []

  private constructor(
    readonly url: string,
    private readonly server: http.Server,
  ) {}

  static async start(target: string): Promise<Vendor> {
    const server = http.createServer((request, response) => vendor.pass(target, request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const vendor = new Vendor(`http://127.0.0.1:${port}`, server)
    return vendor
  }

  fault(fault: Fault, only: { path?: string; method?: string } = {}) {
    this.armed = { fault, path: only.path ?? '', method: only.method }
  }

  heal() {
    this.armed = undefined
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }

  private pass(target: string, request: http.IncomingMessage, response: http.ServerResponse) {
    const path = request.url ?? '/'
    this.requests.push(`${request.method} ${path}`)
    const armed = this.armed
    const hit = armed && path.includes(armed.path) && (armed.method === undefined || armed.method === request.method)
    const json = (status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    const forward = (answer: (upstream: http.IncomingMessage) => void) => {
      const upstream = http.request(target + path, { method: request.method, headers: request.headers }, answer)
      upstream.on('error', () => response.destroy())
      request.pipe(upstream)
    }
    const copy = () =>
      forward((upstream) => {
        response.writeHead(upstream.statusCode ?? 502, upstream.headers)
        upstream.pipe(response)
      })
    if (!hit) {
      copy()
      return
    }
    const id = 'story-0001'
    switch (armed.fault) {
      case 'down':
        request.socket.destroy()
        return
      case 'error':
        json(500, { message: 'Internal server error', correlation_id: id })
        return
      case 'refused':
        json(422, { message: 'The given data was invalid.', correlation_id: id })
        return
      case 'rate-limited':
        json(429, { message: 'Too many requests', correlation_id: id }, { 'retry-after': '90' })
        return
      case 'blocked':
        response.writeHead(403, { 'content-type': 'text/plain' }).end('error code: 1010')
        return
      case 'wrong-token':
        json(401, { message: 'Unauthenticated', correlation_id: id })
        return
      case 'expired-token':
        json(401, { message: 'Token expired', correlation_id: id })
        return
      case 'slow':
        setTimeout(copy, 3000)
        return
      case 'lost-answer':
        forward((upstream) => {
          upstream.resume()
          upstream.on('end', () => request.socket.destroy())
        })
    }
  }
}
