import 'server-only'
import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { ApiRoute } from '@/lib/server/api-routes'
import { AppError, type ErrorCode } from '@/lib/server/app-error'
import { authenticate, type Caller } from '@/lib/server/auth/authenticate'
import { mayAct } from '@/lib/server/auth/role'
import { secureCookie } from '@/lib/server/auth/secure-cookie'
import type { Db } from '@/lib/server/db'
import { parseBody, parseParams, parseQuery } from '@/lib/server/http-input'
import { isDatabaseAway } from '@/lib/server/is-database-away'
import { log } from '@/lib/server/log'
import { requestOrigin } from '@/lib/server/request-origin'
import { webDb } from '@/lib/server/web-db'

/** What an operation works with. caller is null only where the route lets anyone in. */
export type RouteContext<Query, Body> = {
  db: Db
  nowMs: number
  query: Query
  body: Body
  params: Readonly<Record<string, string>>
  caller: Caller | null
  request: Request
  /** Headers to add to the answer. */
  answerHeaders: Headers
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  AMBIGUOUS_FUNCTION: 409,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
}

/**
 * The handler of one operation: checks who asks, then what, runs it and answers in JSON. The one place where errors become
 * answers: what the caller can mend is told, anything else is logged with the request's ID and answered without its text.
 */
export function handle<Query extends z.ZodMiniType, Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  route: ApiRoute<Query, Body, Answer>,
  run: (context: RouteContext<z.infer<Query>, z.infer<Body>>) => Promise<z.infer<Answer>>,
  statusOf: (answer: z.infer<Answer>) => number = () => 200,
): (request: Request) => Promise<Response> {
  return answerErrors(async (request, headers) => {
    const answer = await runRoute(route, run, request, headers)
    if (requestOrigin(request)?.startsWith('https:')) secureCookies(headers)
    return Response.json(answer, { status: statusOf(answer), headers })
  })
}

/** A handler whose errors are answered in JSON like those of every operation. headers: those of an answer in JSON. */
export function answerErrors(
  run: (request: Request, headers: Headers) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID()
    const headers = new Headers({ 'cache-control': 'private, no-store', 'x-request-id': requestId })
    try {
      return await run(request, headers)
    } catch (error) {
      if (requestOrigin(request)?.startsWith('https:')) secureCookies(headers)
      return answerError(error, request, requestId, headers)
    }
  }
}

async function runRoute<Query extends z.ZodMiniType, Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(
  route: ApiRoute<Query, Body, Answer>,
  run: (context: RouteContext<z.infer<Query>, z.infer<Body>>) => Promise<z.infer<Answer>>,
  request: Request,
  answerHeaders: Headers,
): Promise<z.infer<Answer>> {
  const nowMs = Date.now()
  const caller = route.role === null ? null : await admit(route.role, request, nowMs)
  for (const cookie of caller?.setCookies ?? []) answerHeaders.append('set-cookie', cookie)
  const url = new URL(request.url)
  const params = parseParams(route.path, url.pathname)
  const query = parseQuery(route.query, url.searchParams)
  const body = await parseBody(route.body, request)
  const answer = await run({ db: webDb(), nowMs, query, body, params, caller, request, answerHeaders })
  // The contract is what others rely on; production trusts the tests that this check runs in.
  return process.env.NODE_ENV === 'production' ? answer : z.parse(route.answer, answer)
}

async function admit(needed: NonNullable<ApiRoute<never, never, never>['role']>, request: Request, nowMs: number) {
  const caller = await authenticate(request.headers, nowMs)
  if (caller === null) {
    throw new AppError('UNAUTHENTICATED', 'Sign in, or send an API token as "Authorization: Bearer …".')
  }
  if (!mayAct(caller.role, needed)) {
    throw new AppError('FORBIDDEN', `This needs the role ${needed}; yours is ${caller.role}. Ask an admin for it.`)
  }
  if (caller.kind === 'session' && request.method !== 'GET') checkOrigin(request)
  return caller
}

function secureCookies(headers: Headers): void {
  const cookies = headers.getSetCookie().map(secureCookie)
  headers.delete('set-cookie')
  for (const cookie of cookies) headers.append('set-cookie', cookie)
}

/** A cookie alone does not show that our own page asked for a change. */
function checkOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null || origin !== requestOrigin(request)) {
    throw new AppError('FORBIDDEN', 'Changes with a session are accepted from the pages of this server only.')
  }
}

function answerError(error: unknown, request: Request, requestId: string, headers: Headers): Response {
  const known = isDatabaseAway(error)
    ? new AppError('UNAVAILABLE', 'The database does not answer. Try again in a few seconds.')
    : error
  if (known !== error || !(known instanceof AppError)) {
    log.error({ requestId, path: new URL(request.url).pathname, err: error }, 'request failed')
  }
  if (!(known instanceof AppError)) {
    const message = `Something went wrong here. The log of the server has it under the request ID ${requestId}.`
    return Response.json({ error: { code: 'INTERNAL', message, requestId } }, { status: 500, headers })
  }
  const { code, message, details } = known
  if (code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer')
  return Response.json({ error: { code, message, requestId, ...details } }, { status: STATUS[code], headers })
}
