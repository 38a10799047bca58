import { keptText } from '@/lib/domain/traces/facts/kept-text'
import type { AnnotationFacts } from '@/lib/domain/traces/facts/trace-facts'
import type { Span } from '@/lib/domain/traces/span'

/** Every value of every key of the spans, each once. */
export function annotationFacts(spans: readonly Pick<Span, 'annotations'>[]): AnnotationFacts[] {
  const found = new Map<string, AnnotationFacts>()
  for (const { annotations } of spans) {
    for (const [key, value] of Object.entries(annotations)) {
      const fact = annotationFact(key, value)
      if (fact !== null) found.set(JSON.stringify(fact), fact)
    }
  }
  return [...found.values()]
}

/** Null for a value that is no text, number, true or false: it cannot be asked for. */
export function annotationFact(key: string, value: unknown): AnnotationFacts | null {
  const k = keptText(key)
  if (typeof value === 'string') return { k, s: keptText(value) }
  if (typeof value === 'number' && Number.isFinite(value)) return { k, v: value }
  return typeof value === 'boolean' ? { k, b: value } : null
}
