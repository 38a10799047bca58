import { storableText } from '@/lib/domain/storable-text'

/** Of a text of a trace, in characters: the longest that filters see whole. */
export const LONGEST_VALUE = 2_000

/** A text as facts keep it. */
export function keptText(text: string): string {
  return storableText(text.slice(0, LONGEST_VALUE))
}
