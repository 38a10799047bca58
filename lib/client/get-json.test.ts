import { afterEach, expect, it, vi } from 'vitest'
import { getJson } from '@/lib/client/get-json'

afterEach(() => vi.unstubAllGlobals())

const answerWith = (body: string, status: number) =>
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers: { 'x-request-id': 'r1' } }))

it.each([
  ['a page of a proxy', '<html>', 200, 'The answer cannot be read. Try again.'],
  ['an answer that breaks off', '{"items":[', 200, 'The answer cannot be read. Try again.'],
  ['an error without words', '', 502, 'The server answered 502.'],
  ['an error of the server', '{"error":{"code":"NOT_FOUND","message":"No such trace."}}', 404, 'No such trace.'],
])('fails with what to do for %s', async (_, body, status, message) => {
  answerWith(body, status)
  await expect(getJson('/api/traces', {})).rejects.toMatchObject({ name: 'ApiError', message, status })
})

it('answers what there is, null too', async () => {
  answerWith('null', 200)
  expect(await getJson('/api/traces', {})).toBeNull()
})
