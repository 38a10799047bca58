import type { InvocationResult, ResultFilter } from '@/lib/contracts/invocations'

type Tone = 'neutral' | 'ok' | 'error' | 'fault'

const WORDS: Record<InvocationResult, { label: string; tone: Tone }> = {
  success: { label: 'Success', tone: 'ok' },
  error: { label: 'Error', tone: 'fault' },
  timeout: { label: 'Timeout', tone: 'fault' },
  'out-of-memory': { label: 'Out of memory', tone: 'fault' },
  'init-error': { label: 'Init error', tone: 'fault' },
  unknown: { label: 'Not ended', tone: 'neutral' },
}

const RESULTS = Object.keys(WORDS) as InvocationResult[]

export const RESULT_FILTERS: readonly { value: ResultFilter; label: string }[] = [
  { value: 'failed', label: 'Failed' },
  ...RESULTS.map((value) => ({ value, label: WORDS[value].label })),
]

/** How an invocation's result is written and coloured everywhere. */
export function resultWords(result: string): { label: string; tone: Tone } {
  return isResult(result) ? WORDS[result] : { label: result, tone: 'neutral' }
}

export function isResultFilter(text: string | null): text is ResultFilter {
  return RESULT_FILTERS.some(({ value }) => value === text)
}

function isResult(text: string | null): text is InvocationResult {
  return text !== null && Object.hasOwn(WORDS, text)
}
