import type { VersionDifference } from '@/lib/contracts/versions'
import { formatMemory } from '@/lib/domain/format'

const LABELS: Readonly<Record<string, string>> = {
  codeSha256: 'code',
  memoryMb: 'memory',
  timeoutS: 'timeout',
  packageType: 'package type',
  roleArn: 'role',
  ephemeralStorageMb: 'ephemeral storage',
  kmsKeyArn: 'KMS key',
  tracingMode: 'tracing',
  logFormat: 'log format',
  applicationLogLevel: 'application log level',
  systemLogLevel: 'system log level',
  logGroupName: 'log group',
  snapStart: 'SnapStart',
  deadLetterArn: 'dead-letter queue',
  vpc: 'VPC',
  runsOn: 'runs on',
}
const VARIABLE = 'environment.'

/** A difference as it is read. isShort: its values fit beside its name. */
export function differenceWords({ field, before, after }: VersionDifference) {
  const isVariable = field.startsWith(VARIABLE)
  const words = { before: valueWords(field, before), after: valueWords(field, after) }
  const isShort = !isVariable && field !== 'codeSha256' && words.before.length + words.after.length <= 32
  return { label: isVariable ? field.slice(VARIABLE.length) : (LABELS[field] ?? field), ...words, isShort }
}

function valueWords(field: string, value: string | null): string {
  if (value === null) return '—'
  if (field === 'memoryMb' || field === 'ephemeralStorageMb') return formatMemory(Number(value))
  if (field === 'timeoutS') return `${value} s`
  return field === 'codeSha256' ? value.slice(0, 10) : value
}

/** Versions may have been deleted: only number 1 is known to be the first. */
export function withoutPrevious(version: string): string {
  if (version === '$LATEST') return 'no version is published'
  return version === '1' ? 'the first' : 'the oldest that is kept'
}
