import { FLAG, type TraceColumns } from '@/lib/domain/traces/build-trace-columns'

/** What a trace lacks or what is odd about it, a sentence each; none for a whole one. */
export function explainGaps(
  { flags, durationUs }: Pick<TraceColumns, 'flags' | 'durationUs'>,
  trace: { limitExceeded: boolean; durationMs: number },
): string[] {
  const count = (flag: number) => flags.reduce((sum, one) => sum + (one & flag ? 1 : 0), 0)
  const says: string[] = []
  if (trace.limitExceeded) says.push('X-Ray cut this trace at its size limit: segments are missing.')
  const orphans = count(FLAG.orphan)
  if (orphans > 0) {
    const stand =
      orphans === 1
        ? 'names a parent that is not in the trace; it stands'
        : `name a parent that is not in the trace; they stand`
    says.push(`${some(orphans, 'segment')} ${stand} at the top level.`)
  }
  const running = durationUs.reduce((sum, one) => sum + (one < 0 ? 1 : 0), 0)
  if (running > 0) {
    says.push(`${some(running, 'segment')} ${isOrAre(running)} in progress, drawn until the trace ends.`)
  } else if (flags.length > 0 && trace.durationMs === 0) says.push('All segments began and ended at the same moment.')
  return says
}

function some(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

function isOrAre(count: number): string {
  return count === 1 ? 'is' : 'are'
}
