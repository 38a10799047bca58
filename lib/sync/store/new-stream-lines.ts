import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import type { StreamRef } from '@/lib/sync/store/intern-streams'

/**
 * New lines of one stream that may matter to folding, sorted, each once, and stored already. isAll: the page that brought
 * them had no older lines of the stream.
 */
export type NewStreamLines = {
  stream: StreamRef
  lines: readonly StreamLine[]
  isAll: boolean
}
