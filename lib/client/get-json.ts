import type { ErrorResponse } from '@/lib/contracts/error'

/** An answer that was not what was asked for: the server's own words, or that it could not be reached. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** Of the character of a filter expression that cannot be read. */
  readonly position: number | null

  constructor(
    status: number,
    error: { code: string; message: string; requestId: string | null; position?: number | undefined },
  ) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.requestId = error.requestId
    this.position = error.position ?? null
  }
}

/**
 * Asks the JSON API. Parameters that are undefined or null are left out.
 * Throws ApiError; an aborted request throws as fetch does. A session that has ended leads to the sign-in page.
 */
export async function getJson<Answer>(
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Answer> {
  return readAnswer<Answer>(await ask(`${path}${queryOf(parameters)}`, signal ? { signal } : {}))
}

/** Asks the JSON API for a change. Throws ApiError. */
export async function sendJson<Answer>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  change?: unknown,
): Promise<Answer> {
  if (change === undefined) return readAnswer<Answer>(await ask(path, { method }))
  const headers = { 'content-type': 'application/json' }
  return readAnswer<Answer>(await ask(path, { method, headers, body: JSON.stringify(change) }))
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok && body !== undefined) return asAnswer<Answer>(body)
  if (response.status === 401) goToSignIn()
  if (isErrorResponse(body)) throw new ApiError(response.status, body.error)
  const requestId = response.headers.get('x-request-id')
  throw new ApiError(response.status, {
    code: 'UNKNOWN',
    message: response.ok ? 'The answer cannot be read. Try again.' : `The server answered ${response.status}.`,
    requestId,
  })
}

/**
 * The server of the same build answers, and checks each answer against its contract wherever it is not in production: to
 * check again here would send every page the validator, for 16 KB.
 */
function asAnswer<Answer>(body: unknown): Answer {
  return body as Answer
}

/** A proxy on the way may answer in its own words. */
function isErrorResponse(body: unknown): body is ErrorResponse {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false
  const { error } = body
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
}

async function ask(
  url: string,
  {
    headers,
    signal,
    ...init
  }: { method?: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal },
): Promise<Response> {
  try {
    return await fetch(url, { ...init, headers: { accept: 'application/json', ...headers }, signal: signal ?? null })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, { code: 'UNREACHABLE', message: 'The server cannot be reached. Try again.', requestId: null })
  }
}

function queryOf(parameters: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

function goToSignIn(): void {
  const { pathname, search } = window.location
  window.location.assign(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`)
}
