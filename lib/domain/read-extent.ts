/** An operation that AWS refuses and with which a source is read; places: where, at most three of them. */
export type ReadRefusal = { operation: string; iamAction: string; places: { accountId: string; region: string }[] }

/**
 * How far a source is read over a window. of: log groups, or accounts and regions; whole: those read for all of it but its
 * newest minutes; share: of the window over all of them, 0 to 1. Nothing to read is read; no place to read from is not.
 * refusal: where AWS refuses the reading. isBeyond: the window lies before all that is to be read, and is never read.
 */
export type ReadExtent = {
  of: number
  whole: number
  share: number
  refusal?: ReadRefusal | undefined
  isBeyond?: boolean | undefined
}

/** Nowhere to read from. */
export const NOTHING_READ: ReadExtent = { of: 0, whole: 0, share: 0 }

export type ReadSource = 'metrics' | 'logs' | 'traces' | 'inventory'

/** title stands alone; text says what is not read, null where all is. */
export type NothingWords = {
  kind: 'beyond' | 'refused' | 'unread' | 'partly' | 'whole'
  title: string
  text: string | null
}

const WORDS: Readonly<Record<ReadSource, { unread: string; units: string }>> = {
  metrics: { unread: 'CloudWatch has not answered for this window yet.', units: 'accounts and regions' },
  logs: { unread: 'No log line of this window is read yet.', units: 'log groups' },
  traces: { unread: 'No trace of this window is read yet.', units: 'accounts and regions' },
  inventory: { unread: 'Nobody had looked at the functions yet in this window.', units: 'accounts and regions' },
}

/** Of a window of which nothing is ever read. */
export const BEYOND = 'This window lies before all that is pulled: LAMBDASCOPE_BACKFILL sets how far back that goes.'
const BEYOND_THE_FIRST_LOOK = 'Nobody had looked at the functions in this window, and AWS tells no past.'

/** Whether a window is read at all, and as a whole. */
export function judgeExtent({ of, whole, share, refusal, isBeyond = false }: ReadExtent): NothingWords['kind'] {
  if (whole === of && (of > 0 || share === 1)) return 'whole'
  if (share > 0 || whole > 0) return 'partly'
  if (isBeyond) return 'beyond'
  return refusal === undefined ? 'unread' : 'refused'
}

/** What AWS refuses, where, and what to do about it. */
export function describeRefusal({ operation, iamAction, places }: ReadRefusal): string {
  const where = places.map(({ accountId, region }) => `${region} of ${accountId}`).join(', ')
  return `AWS refuses ${operation}${where === '' ? '' : ` in ${where}`}. Allow ${iamAction} to the role that Lambdascope uses.`
}

/** Why figures from log lines are those of a part of a window. */
export function describePartlyRead(refusal: ReadRefusal | null): string {
  if (refusal === null) return 'Log lines of a part of this window are not read yet: figures are those of what is read.'
  return `Log lines of a part of this window are not read: figures are those of what is. ${describeRefusal(refusal)}`
}

/** What is not read of a window, as a sentence; null where all is read. */
export function describeExtent(read: ReadExtent, source: ReadSource): string | null {
  const { refusal } = read
  const kind = judgeExtent(read)
  if (kind === 'whole') return null
  if (kind === 'beyond') return source === 'inventory' ? BEYOND_THE_FIRST_LOOK : BEYOND
  if (refusal === undefined) return kind === 'partly' ? describePart(read, source) : WORDS[source].unread
  return kind === 'partly' ? `${describePart(read, source)} ${describeRefusal(refusal)}` : describeRefusal(refusal)
}

function describePart(read: ReadExtent, source: ReadSource): string {
  const percent = read.share < 0.01 ? 'less than 1' : String(Math.floor(read.share * 100))
  if (source === 'inventory' && read.share >= 1)
    return 'Some details of functions may not be read, and what changes of them is not known: the Sync page tells which.'
  if (source === 'inventory')
    return `Changes are known since the first look at the functions: ${percent} % of this window.`
  if (read.of === 1) return `${percent} % of this window is read.`
  return `${read.whole} of ${read.of} ${WORDS[source].units} are read over all of this window; ${percent} % of it in all.`
}

/**
 * What is said where nothing is found: that nothing happened only of a window that is read; else of the part of it that
 * is, or that it is not known. what: a sentence without its end, such as "Nothing changed".
 */
export function sayNothing(what: string, read: ReadExtent, source: ReadSource): NothingWords {
  const [kind, text] = [judgeExtent(read), describeExtent(read, source)]
  if (kind === 'unread') return { kind, title: 'Not known yet', text }
  if (kind === 'beyond') return { kind, title: 'Not known', text }
  if (kind === 'refused') return { kind, title: 'Not known: the reading is refused', text }
  return { kind, title: kind === 'whole' ? `${what} in this window` : `${what} in what is read`, text }
}

/** What several sources together are read of: the least of each. */
export function leastExtent(first: ReadExtent, ...others: readonly ReadExtent[]): ReadExtent {
  return others.reduce((least, one) => (judgeRank(one) < judgeRank(least) ? one : least), first)
}

function judgeRank(read: ReadExtent): number {
  return judgeExtent(read) === 'whole' ? 2 : read.share
}
