import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type JaegerServer, serveJaeger } from '@/bench/trace-page/jaeger/serve-jaeger'
import { listTraces } from '@/bench/trace-page/list-traces'
import { makeTrace } from '@/bench/trace-page/make-trace'

let folder = ''
let server: JaegerServer

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'jaeger-build-'))
  await mkdir(path.join(folder, 'static'))
  await writeFile(path.join(folder, 'index.html'), '<title>the page</title>')
  await writeFile(path.join(folder, 'static/index.js'), 'run()')
  server = await serveJaeger(folder)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

it('serves the build compressed, its page at the address of a trace, and the trace that it holds', async () => {
  const [trace] = listTraces({ spans: 100, traces: 1, startMs: 1_700_000_000_000 })
  if (trace === undefined) throw new Error('no trace was listed')
  const address = new URL(server.hold(trace.traceId, makeTrace(trace)))
  const page = await fetch(address)
  expect([page.headers.get('content-encoding'), await page.text()]).toEqual(['gzip', '<title>the page</title>'])
  expect(await (await fetch(new URL('/static/index.js', address))).text()).toBe('run()')
  const id = address.pathname.replace('/trace/', '')
  const answer = await fetch(new URL(`/api/traces/${id}`, address))
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  const { data } = await answer.json()
  expect(data).toMatchObject([{ traceID: id }])
  expect(data[0].spans).toHaveLength(100)
  expect((await fetch(new URL('/api/traces/unknown', address))).status).toBe(404)
})

it('says what to do when the folder is no build', async () => {
  await expect(serveJaeger(path.join(folder, 'static'))).rejects.toThrow(/holds no index\.html: name the folder/)
  await expect(serveJaeger(path.join(folder, 'nowhere'))).rejects.toThrow(/holds no index\.html/)
})
