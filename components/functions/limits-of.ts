import type { FunctionDetail } from '@/lib/contracts/function-detail'

/**
 * What invocations of a qualifier may use: of a version and an alias their own; of the function as a whole those of $LATEST
 * where the newest version and those that aliases lead to have the same. Null where they differ, or are not known.
 */
export function limitsOf(
  { qualifiers, memoryMb, timeoutS }: Pick<FunctionDetail, 'qualifiers' | 'memoryMb' | 'timeoutS'>,
  qualifier: string | null,
): { memoryMb: number | null; timeoutS: number | null } {
  if (qualifier === '$LATEST') return { memoryMb, timeoutS }
  if (qualifier !== null) {
    const found = qualifiers.find((one) => one.qualifier === qualifier)
    return { memoryMb: found?.memoryMb ?? null, timeoutS: found?.timeoutS ?? null }
  }
  const newest = qualifiers.find(({ kind, version }) => kind === 'version' && version !== '$LATEST')
  const called = qualifiers.filter((one) => one === newest || one.kind === 'alias')
  return {
    memoryMb: called.every((one) => one.memoryMb === memoryMb) ? memoryMb : null,
    timeoutS: called.every((one) => one.timeoutS === timeoutS) ? timeoutS : null,
  }
}
