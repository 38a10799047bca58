import type { VersionDifference } from '@/lib/contracts/versions'
import { formatMemory } from '@/lib/domain/format'

const LABELS: Readonly<Record<string, string>> = {
  codeSha256: 'code',
  runtime: 'runtime',
  architecture: 'architecture',
  memoryMb: 'memory',
  timeoutS: 'timeout',
  description: 'description',
}

/** A difference as it is read. */
export function differenceWords({ field, before, after }: VersionDifference) {
  return { label: LABELS[field] ?? field, before: valueWords(field, before), after: valueWords(field, after) }
}

function valueWords(field: string, value: string | null): string {
  if (value === null || value === '') return '—'
  if (field === 'memoryMb') return formatMemory(Number(value))
  if (field === 'timeoutS') return `${value} s`
  return field === 'codeSha256' ? value.slice(0, 10) : value
}
