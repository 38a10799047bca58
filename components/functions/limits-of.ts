import type { FunctionDetail } from '@/lib/contracts/function-detail'

/**
 * What invocations of a qualifier may use: of a version and an alias their own; of the function as a whole those of $LATEST
 * where aliases lead to nothing else. Null where versions differ, or are not known.
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
  const aliases = qualifiers.filter(({ kind }) => kind === 'alias')
  return {
    memoryMb: aliases.every((alias) => alias.memoryMb === memoryMb) ? memoryMb : null,
    timeoutS: aliases.every((alias) => alias.timeoutS === timeoutS) ? timeoutS : null,
  }
}
