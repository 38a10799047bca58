import type { FunctionItem } from '@/lib/contracts/functions'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatCount, formatDuration, formatMemory, formatPercent, formatUsd } from '@/lib/domain/format'

export type ColumnId =
  | 'name'
  | 'qualifiers'
  | 'account'
  | 'region'
  | 'runtime'
  | 'architecture'
  | 'memory'
  | 'trend'
  | 'invocations'
  | 'errors'
  | 'throttles'
  | 'p95'
  | 'cold'
  | 'memory-used'
  | 'cost'
  | 'last'

type Cell = { text: string; exact?: string; tone?: 'error' | 'fault' | 'throttle' | 'cold' | 'faint' }

export type FunctionColumn = {
  id: ColumnId
  label: string
  width: number
  help: string
  /** What rows are ordered by: nulls stand last either way. */
  sortBy(item: FunctionItem): string | number | null
  /** What the cell shows; drawn columns have none. */
  cell?(item: FunctionItem): Cell
}

/** errors ÷ invocations; null when either is not known or nothing was invoked. */
export function errorRate(item: FunctionItem): number | null {
  return ratio(item.errors, item.invocations)
}

/** Cold starts ÷ invocations, both of log lines: these may be read further than CloudWatch's counts. */
function coldShare(item: FunctionItem): number | null {
  return ratio(item.coldStarts, item.loggedInvocations)
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}

/** What runs it: null where only its logs or metrics name it, so that nobody told. */
export function runtimeOf({ runtime, inferred }: Pick<FunctionItem, 'runtime' | 'inferred'>): string | null {
  return runtime ?? (inferred ? null : 'container image')
}

function counted(value: number | null, tone?: Cell['tone']): Cell {
  return { text: formatCount(value), exact: value === null ? undefined : String(value), tone: value ? tone : 'faint' }
}

export const FUNCTION_COLUMNS: FunctionColumn[] = [
  {
    id: 'name',
    label: 'Function',
    width: 250,
    help: 'The function and how it is set up to run.',
    sortBy: ({ name }) => name,
  },
  {
    id: 'qualifiers',
    label: 'Qualifiers',
    width: 128,
    help: 'Aliases, and how many versions are published beside $LATEST.',
    sortBy: ({ aliases, versions }) => aliases.length + versions,
    cell: describeQualifiers,
  },
  {
    id: 'account',
    label: 'Account',
    width: 120,
    help: 'The account that the function belongs to.',
    sortBy: ({ accountId }) => accountId,
    cell: ({ accountId }) => ({ text: accountId }),
  },
  {
    id: 'region',
    label: 'Region',
    width: 88,
    help: 'Where the function lives. Hover for the account.',
    sortBy: ({ region }) => region,
    cell: ({ region, accountId }) => ({ text: region, exact: `${accountId} ${region}` }),
  },
  {
    id: 'runtime',
    label: 'Runtime',
    width: 116,
    help: 'The runtime of $LATEST; a container image brings its own.',
    sortBy: runtimeOf,
    cell: (item) => ({ text: runtimeOf(item) ?? '—', tone: item.runtime === null ? 'faint' : undefined }),
  },
  {
    id: 'architecture',
    label: 'Architecture',
    width: 92,
    help: 'The instruction set of $LATEST.',
    sortBy: ({ architecture }) => architecture,
    cell: ({ architecture }) => ({ text: architecture ?? '—', tone: 'faint' }),
  },
  {
    id: 'memory',
    label: 'Memory size',
    width: 126,
    help: 'Memory Size of $LATEST.',
    sortBy: ({ memoryMb }) => memoryMb,
    cell: ({ memoryMb }) => ({ text: formatMemory(memoryMb) }),
  },
  {
    id: 'trend',
    label: 'Trend',
    width: 100,
    help: 'Invocations over the range. A gap is a time that no answer covers.',
    sortBy: ({ invocations }) => invocations,
  },
  {
    id: 'invocations',
    label: 'Invocations',
    width: 122,
    help: "CloudWatch's Invocations, summed. Throttled requests are not invocations.",
    sortBy: ({ invocations }) => invocations,
    cell: ({ invocations }) => counted(invocations),
  },
  {
    id: 'errors',
    label: 'Error %',
    width: 98,
    help: "CloudWatch's Errors ÷ Invocations: the function failed, timed out or ran out of memory.",
    sortBy: errorRate,
    cell: (item) => {
      const rate = errorRate(item)
      const exact = item.errors === null ? undefined : `${item.errors} of ${item.invocations} invocations`
      return { text: formatPercent(rate), exact, tone: !rate ? 'faint' : rate >= 0.05 ? 'fault' : undefined }
    },
  },
  {
    id: 'throttles',
    label: 'Throttles',
    width: 108,
    help: 'Requests that Lambda refused with 429. Neither invocations nor errors.',
    sortBy: ({ throttles }) => throttles,
    cell: ({ throttles }) => counted(throttles, 'throttle'),
  },
  {
    id: 'p95',
    label: 'p95',
    width: 80,
    help: 'Duration p95, of the report lines, within 1 %. Init Duration is not part of it.',
    sortBy: ({ durationP95Ms }) => durationP95Ms,
    cell: ({ durationP95Ms }) => ({
      text: formatDuration(durationP95Ms),
      exact: durationP95Ms === null ? undefined : `${durationP95Ms} ms`,
      tone: durationP95Ms === null ? 'faint' : undefined,
    }),
  },
  {
    id: 'cold',
    label: 'Cold starts',
    width: 118,
    help: 'Invocations with an Init or Restore Duration ÷ invocations that log lines tell of.',
    sortBy: coldShare,
    cell: (item) => {
      const rate = coldShare(item)
      const exact =
        item.coldStarts === null ? undefined : `${item.coldStarts} of ${item.loggedInvocations} report lines`
      return { text: formatPercent(rate), exact, tone: rate ? undefined : 'faint' }
    },
  },
  {
    id: 'memory-used',
    label: 'Max memory used',
    width: 152,
    help: 'The highest Max Memory Used of any report line, against the Memory Size. Where versions differ in that, or it was changed in this window, nothing is said of the share. Changes are known from the first listing by Lambdascope on.',
    sortBy: memoryShare,
    cell: (item) => {
      const { maxMemoryUsedMb, sharedMemoryMb } = item
      const share = memoryShare(item)
      const exact = share === null ? undefined : `${maxMemoryUsedMb} of ${sharedMemoryMb} MB`
      const tone = share === null ? 'faint' : share >= 0.9 ? 'error' : undefined
      return { text: formatMemory(maxMemoryUsedMb), exact, tone }
    },
  },
  {
    id: 'cost',
    label: 'Cost',
    width: 84,
    help: `Over the range. ${ON_DEMAND_COST}`,
    sortBy: ({ costUsd }) => costUsd,
    cell: ({ costUsd }) => ({
      text: costUsd !== null && costUsd > 0 && costUsd < 0.0001 ? '< $0.0001' : formatUsd(costUsd),
      exact: costUsd === null ? undefined : `$${costUsd.toFixed(6)}`,
      tone: costUsd ? undefined : 'faint',
    }),
  },
  {
    id: 'last',
    label: 'Last invoked',
    width: 126,
    help: 'The start of the newest invocation that any source names.',
    sortBy: ({ lastInvokedAtMs }) => lastInvokedAtMs,
  },
]

function memoryShare({ maxMemoryUsedMb, sharedMemoryMb }: FunctionItem): number | null {
  return ratio(maxMemoryUsedMb, sharedMemoryMb)
}

function describeQualifiers({ aliases, versions }: FunctionItem): Cell {
  const published = versions === 0 ? [] : [`${versions} ${versions === 1 ? 'version' : 'versions'}`]
  const parts = [...aliases, ...published]
  if (parts.length === 0) return { text: '$LATEST', tone: 'faint' }
  return { text: parts.join(', '), exact: parts.join('\n') }
}

const TEXT_COLUMNS = new Set<ColumnId>(['name', 'qualifiers', 'account', 'region', 'runtime', 'architecture', 'trend'])

export function isNumberColumn(id: ColumnId): boolean {
  return !TEXT_COLUMNS.has(id)
}

/** Columns of which one has to be told what they count. */
export function isFigure(id: ColumnId): boolean {
  return isNumberColumn(id) || id === 'trend'
}
