import type { InvocationResult, ResultFilter } from '@/lib/contracts/invocations'

type Tone = 'neutral' | 'ok' | 'error' | 'fault'

/** color: what it is drawn with, a CSS colour. All that failed are reds, success is green. */
type ResultWords = { label: string; tone: Tone; color: string }

const NEUTRAL = 'var(--max)'
const WORDS: Record<InvocationResult, ResultWords> = {
  success: { label: 'Success', tone: 'ok', color: 'var(--ok)' },
  error: { label: 'Error', tone: 'fault', color: 'var(--fault)' },
  timeout: { label: 'Timeout', tone: 'fault', color: 'var(--fault-timeout)' },
  'out-of-memory': { label: 'Out of memory', tone: 'fault', color: 'var(--fault-memory)' },
  'init-error': { label: 'Init error', tone: 'fault', color: 'var(--fault)' },
  unknown: { label: 'Not ended', tone: 'neutral', color: NEUTRAL },
}

const RESULTS = Object.keys(WORDS) as InvocationResult[]

export const RESULT_FILTERS: readonly { value: ResultFilter; label: string }[] = [
  { value: 'failed', label: 'Failed' },
  ...RESULTS.map((value) => ({ value, label: WORDS[value].label })),
]

/** How an invocation's result is written and coloured everywhere. */
export function resultWords(result: string): ResultWords {
  return isResult(result) ? WORDS[result] : { label: result, tone: 'neutral', color: NEUTRAL }
}

export function isResultFilter(text: string | null): text is ResultFilter {
  return RESULT_FILTERS.some(({ value }) => value === text)
}

function isResult(text: string | null): text is InvocationResult {
  return text !== null && Object.hasOwn(WORDS, text)
}
