import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { toJaegerId, toJaegerTrace } from '@/bench/trace-page/jaeger/to-jaeger-trace'
import type { JsonObject } from '@/lib/domain/json-value'

export type JaegerServer = {
  /** Makes a trace ready to be asked for, in place of the one before; answers the address of its page. */
  hold(traceId: string, documents: readonly JsonObject[]): string
  close(): Promise<void>
}

type Answer = { type: string; body: Buffer; isGzip: boolean }

const INDEX = 'index.html'
const TEXT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.svg', 'image/svg+xml'],
])
const OTHER_TYPES = new Map([
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
])

/** Throws, with what to do, when the folder is no build of Jaeger UI. */
async function readBuild(folder: string): Promise<Map<string, Answer>> {
  if (!existsSync(path.join(folder, INDEX))) {
    throw new Error(`JAEGER_UI is ${folder}, which holds no ${INDEX}: name the folder that a build of Jaeger UI made`)
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const answers = new Map<string, Answer>()
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name)
    const extension = path.extname(file)
    const text = TEXT_TYPES.get(extension)
    const body = await readFile(file)
    answers.set(`/${path.relative(folder, file)}`, {
      type: text ?? OTHER_TYPES.get(extension) ?? 'application/octet-stream',
      body: text === undefined ? body : gzipSync(body),
      isGzip: text !== undefined,
    })
  }
  return answers
}

/**
 * Serves a build of Jaeger UI on 127.0.0.1, and what it asks of Jaeger's query service, all of it compressed beforehand: the
 * server costs the measured page nothing.
 */
export async function serveJaeger(folder: string): Promise<JaegerServer> {
  const files = await readBuild(folder)
  const api = new Map<string, Answer>()
  api.set('/api/services', jsonAnswer([]))
  let traceAddress = ''
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    // As Jaeger's own server does, which answers its page for whatever it does not know.
    const page = pathname.startsWith('/api/') ? undefined : files.get(`/${INDEX}`)
    send(response, api.get(pathname) ?? files.get(pathname) ?? page)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    hold(traceId, documents) {
      api.delete(traceAddress)
      const id = toJaegerId(traceId)
      traceAddress = `/api/traces/${id}`
      api.set(traceAddress, jsonAnswer([toJaegerTrace(traceId, documents)]))
      return `http://127.0.0.1:${port}/trace/${id}`
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function jsonAnswer(data: readonly unknown[]): Answer {
  const body = JSON.stringify({ data, total: data.length, limit: 0, offset: 0, errors: null })
  return { type: 'application/json', body: gzipSync(body), isGzip: true }
}

function send(response: ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.')
    return
  }
  const { type, body, isGzip } = answer
  const encoding = isGzip ? { 'content-encoding': 'gzip' } : {}
  response.writeHead(200, { 'content-type': type, 'content-length': body.length, ...encoding }).end(body)
}
