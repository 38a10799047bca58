import { listFactTerms, listRowTerms, type TraceRowFacts } from '@/lib/domain/traces/facts/terms'
import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'

/** What filters need of a trace, as the columns facts and terms hold it. */
export function indexTrace(row: TraceRowFacts, facts: TraceFacts): { facts: TraceFacts; terms: number[] } {
  return { facts, terms: [...new Set([...listRowTerms(row), ...listFactTerms(facts)])] }
}
