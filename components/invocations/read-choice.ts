import type { InvocationsChoice } from '@/lib/client/invocations-options'
import { type RangeChoice, readRange } from '@/lib/client/range-param'
import { isResultFilter } from '@/lib/client/result-words'
import { MEMORY_BAND_NAMES } from '@/lib/domain/invocations/memory-bands'

type ParamReader = { get(name: string): string | null }

/**
 * Which invocations a URL asks for, each facet by its name. window=from-to narrows the list to a stretch of the page's range, minDurationMs and
 * maxDurationMs to a band of Durations.
 */
export function readChoice(params: ParamReader): InvocationsChoice {
  const result = params.get('result')
  return {
    range: readWindow(params.get('window')) ?? readRange(params),
    qualifier: params.get('qualifier'),
    result: isResultFilter(result) ? result : null,
    version: params.get('version'),
    start: oneOf(['cold', 'warm'], params.get('start')),
    errorType: params.get('errorType'),
    memory: oneOf(MEMORY_BAND_NAMES, params.get('memory')),
    memorySizeMb: readSize(params.get('memorySizeMb')),
    traced: oneOf(['yes', 'no'], params.get('traced')),
    tenantId: params.get('tenantId'),
    sort: params.get('sort') === 'slowest' ? 'slowest' : 'newest',
    minDurationMs: readDuration(params.get('minDurationMs')),
    maxDurationMs: readDuration(params.get('maxDurationMs')),
  }
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null
}

function readSize(text: string | null): number | null {
  const mb = Number(text ?? Number.NaN)
  return Number.isInteger(mb) && mb > 0 && mb <= 1_048_576 ? mb : null
}

function readDuration(text: string | null): number | null {
  const ms = Number(text ?? Number.NaN)
  return Number.isFinite(ms) && ms >= 0 && text !== '' ? ms : null
}

/** Two epoch milliseconds parted by a hyphen. */
function readWindow(text: string | null): RangeChoice | null {
  const [fromMs, toMs] = (text ?? '').split('-').map(Number)
  if (!Number.isSafeInteger(fromMs) || !Number.isSafeInteger(toMs)) return null
  return fromMs !== undefined && toMs !== undefined && toMs > fromMs ? { fromMs, toMs } : null
}
