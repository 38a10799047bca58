import type { InvocationResult } from '@/lib/contracts/invocations'

type Tone = 'neutral' | 'ok' | 'error' | 'fault'

const WORDS: Record<InvocationResult, { label: string; tone: Tone }> = {
  success: { label: 'Success', tone: 'ok' },
  error: { label: 'Error', tone: 'fault' },
  timeout: { label: 'Timeout', tone: 'fault' },
  'out-of-memory': { label: 'Out of memory', tone: 'fault' },
  'init-error': { label: 'Init error', tone: 'fault' },
  unknown: { label: 'Not ended', tone: 'neutral' },
}

export const RESULTS = Object.keys(WORDS) as InvocationResult[]

/** How an invocation's result is written and coloured everywhere. */
export function resultWords(result: string): { label: string; tone: Tone } {
  return isResult(result) ? WORDS[result] : { label: result, tone: 'neutral' }
}

export function isResult(text: string | null): text is InvocationResult {
  return text !== null && Object.hasOwn(WORDS, text)
}
