import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { matchLine } from '@/lib/domain/logs/search/match-line'
import type { Db } from '@/lib/server/db'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import { readStreamFacts, type StreamFacts } from '@/lib/server/log-search/stream-facts'

/** Holds lines against one query. facts: of the streams that it had to ask for. */
export class LineMatcher {
  readonly facts = new Map<number, StreamFacts>()
  readonly #db: Db
  readonly #query: LogQuery
  readonly #asksStreams: boolean

  constructor(db: Db, query: LogQuery) {
    this.#db = db
    this.#query = query
    this.#asksStreams = asksStreams(query)
  }

  /** Those of the lines that meet the query, in their order. */
  async filter<Line extends FoundLine>(lines: readonly Line[]): Promise<Line[]> {
    if (this.#asksStreams) {
      await readStreamFacts(
        this.#db,
        lines.map(({ streamId }) => streamId),
        this.facts,
      )
    }
    return lines.filter(({ message, level, requestId, streamId }) => {
      const { functionName = null, name: logStream = null } = this.facts.get(streamId) ?? {}
      return matchLine(this.#query, { message, level, requestId, functionName, logStream })
    })
  }
}

function asksStreams(query: LogQuery): boolean {
  if (query.kind === 'function' || query.kind === 'stream') return true
  if (query.kind === 'not') return asksStreams(query.inner)
  return (query.kind === 'and' || query.kind === 'or') && query.parts.some(asksStreams)
}
