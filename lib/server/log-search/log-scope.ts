import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'

/** The functions that a pattern names, and the log groups that may hold lines of theirs. */
export type NamedFunctions = { functionIds: readonly number[]; groupIds: readonly number[] }

/** Which lines are looked for and where. placeIds: null for everywhere. functions: by pattern. */
export type LogScope = {
  query: LogQuery
  placeIds: readonly number[] | null
  functions: ReadonlyMap<string, NamedFunctions>
}

type ScopeRequest = Scope & { query?: string | undefined; functionName?: string | undefined }

/* A function may have written to other groups before. */
const FUNCTIONS = `
  SELECT "functionIds", ARRAY(
    SELECT g.id FROM lambda_function f JOIN log_group g ON g.account_region_id = f.account_region_id
      AND g.name IN ('/aws/lambda/' || f.name, f.log_group_name)
    WHERE f.id = ANY("functionIds")
    UNION SELECT log_group_id FROM log_stream WHERE function_id = ANY("functionIds")) AS "groupIds"
  FROM (SELECT ARRAY(SELECT id FROM lambda_function WHERE name LIKE $1) AS "functionIds") AS named`

/** Reads a query and finds what it names. Throws BAD_REQUEST with the position of what cannot be read. */
export async function resolveLogScope(db: Db, request: ScopeRequest): Promise<LogScope> {
  const typed = readQuery(request.query ?? '')
  const { functionName } = request
  const query: LogQuery =
    functionName === undefined ? typed : { kind: 'and', parts: [{ kind: 'function', pattern: functionName }, typed] }
  const [placeIds, functions] = await Promise.all([listPlaceIds(db, request), findFunctions(db, patternsOf(query))])
  return { query, placeIds, functions }
}

/** A name with stars as a pattern of LIKE. */
export function likePattern(pattern: string): string {
  return pattern
    .split('*')
    .map((text) => text.replace(/[\\%_]/g, '\\$&'))
    .join('%')
}

function readQuery(text: string): LogQuery {
  const { query, error } = parseLogQuery(text)
  if (query !== null) return query
  const message = `The query cannot be read at character ${error.position + 1}: ${error.message}.`
  throw new AppError('BAD_REQUEST', message, { position: error.position })
}

async function findFunctions(db: Db, patterns: ReadonlySet<string>): Promise<Map<string, NamedFunctions>> {
  const found = [...patterns].map(async (pattern) => {
    const [named] = await selectRows<NamedFunctions>(db.pool, FUNCTIONS, [likePattern(pattern)])
    return [pattern, named ?? { functionIds: [], groupIds: [] }] as const
  })
  return new Map(await Promise.all(found))
}

function patternsOf(query: LogQuery): Set<string> {
  if (query.kind === 'function') return new Set([query.pattern])
  if (query.kind === 'not') return patternsOf(query.inner)
  if (query.kind !== 'and' && query.kind !== 'or') return new Set()
  return new Set(query.parts.flatMap((part) => [...patternsOf(part)]))
}
