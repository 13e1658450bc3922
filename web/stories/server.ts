// The real binary with its demo, in a data directory of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import https from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

export const BINARY = process.env.SETEC_BINARY ?? path.join(repository, 'target/debug/setec-manager')
export const PASSWORD = 'correct horse battery'

export interface Answer<T> {
  status: number
  body: T
}

export class Server {
  private constructor(
    readonly url: string,
    /** Where the embedded name server answers, UDP and TCP. */
    readonly nameServer: { host: string; port: number },
    private readonly child: ChildProcess,
    private readonly dir: string,
    private readonly output: () => string,
  ) {}

  static async start(env: Record<string, string> = {}, demo = true): Promise<Server> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: build it, or name one in SETEC_BINARY`)
    const dir = await mkdtemp(path.join(tmpdir(), 'setec-story-'))
    const own = ['--listen', '127.0.0.1:0', '--dns-listen', '127.0.0.1:0', '--data-dir', dir]
    const args = ['serve', ...(demo ? ['--demo'] : []), ...own]
    const child = spawn(BINARY, args, {
      cwd: repository,
      env: { ...process.env, SETEC_ADMIN_PASSWORD: PASSWORD, SETEC_LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const found = /Setec Manager listens on (\S+)/.exec(output)
        // Without any zone there is no name server yet.
        if (found?.[1] && (!demo || output.includes('Name server listens on'))) resolve(found[1])
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
      child.on('error', reject)
    })
    const dns = /Name server listens on ([\d.]+):(\d+)/.exec(output)
    const server = new Server(url, { host: dns?.[1] ?? '127.0.0.1', port: Number(dns?.[2]) }, child, dir, () => output)
    await server.untilReady()
    return server
  }

  /** What the server has printed and logged so far. */
  log(): string {
    return this.output()
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once('exit', resolve))
    this.child.kill('SIGTERM')
    const patience = setTimeout(() => this.child.kill('SIGKILL'), 5000)
    await ended
    clearTimeout(patience)
    await rm(this.dir, { recursive: true, force: true })
  }

  /** One call of the API, past the browser. */
  call<T = unknown>(
    method: string,
    url: string,
    body?: unknown,
    token?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    return new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body)
      const request = https.request(
        new URL(url, this.url),
        {
          method,
          rejectUnauthorized: false,
          headers: {
            ...headers,
            ...(token ? { authorization: `Bearer ${token}` } : {}),
            ...(payload === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            const isJson = response.headers['content-type']?.includes('json')
            resolve({ status: response.statusCode ?? 0, body: (isJson ? JSON.parse(text) : text) as T })
          })
        },
      )
      request.on('error', reject)
      request.end(payload)
    })
  }

  private async untilReady() {
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await this.call('GET', '/readyz').catch(() => undefined)
      if (answer?.status === 200) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`the server is not ready:\n${this.output()}`)
  }
}
