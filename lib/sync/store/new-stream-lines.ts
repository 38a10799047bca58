import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import type { StreamRef } from '@/lib/sync/store/intern-streams'

/**
 * New lines of one stream that may matter to folding, sorted, each once, and stored already. isAll: no line that was stored
 * before stands among them.
 */
export type NewStreamLines = {
  stream: StreamRef
  lines: readonly StreamLine[]
  isAll: boolean
}
