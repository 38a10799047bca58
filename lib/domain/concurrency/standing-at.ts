/** A change of what is reserved for a function, or provisioned of the qualifier that it names; null: none. */
export type StandingChange = {
  functionId: number
  kind: 'concurrency' | 'provisioned'
  /** The qualifier whose provisioned concurrency changed. */
  subject: string
  /** When it was noticed, or stated by AWS: it happened after knownAfterMs. */
  atMs: number
  knownAfterMs: number
  before: number | null
  after: number | null
}

/**
 * A function that holds something of the account's concurrency, or did. sinceMs, untilMs: between what moments it existed,
 * null where that is not bounded. changes: of it alone, oldest first.
 */
export type Holder = {
  functionName: string
  reserved: number | null
  provisionedBy: readonly { qualifier: string; provisioned: number | null }[]
  sinceMs: number | null
  untilMs: number | null
  changes: readonly StandingChange[]
}

/** What stands whether it is used or not. qualifier null: what is reserved for the function. */
export type Standing = { functionName: string; qualifier: string | null; value: number }

/** reserved: null where nothing is. provisioned: of each alias or version that has some, a part of what is reserved. */
export type Held = { reserved: number | null; provisioned: { qualifier: string; value: number }[] }

/** What a function held at a moment: as it stands now, taken back through every change since. */
export function heldAt({ reserved, provisionedBy, sinceMs, untilMs, changes }: Holder, atMs: number): Held {
  if (atMs < (sinceMs ?? atMs) || atMs >= (untilMs ?? Number.POSITIVE_INFINITY)) {
    return { reserved: null, provisioned: [] }
  }
  const since = changes.filter((change) => change.atMs > atMs)
  const changed = since.find(({ kind }) => kind === 'concurrency')
  const moved = since.filter(({ kind }) => kind === 'provisioned')
  const qualifiers = new Set([...provisionedBy.map(({ qualifier }) => qualifier), ...moved.map((one) => one.subject)])
  const provisioned = [...qualifiers].flatMap((qualifier) => {
    const first = moved.find(({ subject }) => subject === qualifier)
    const now = provisionedBy.find((one) => one.qualifier === qualifier)?.provisioned
    const value = (first === undefined ? now : first.before) ?? 0
    return value === 0 ? [] : [{ qualifier, value }]
  })
  return { reserved: changed === undefined ? reserved : changed.before, provisioned }
}

/** When what they held may have changed, in no order. */
export function momentsOf(holders: readonly Holder[]): number[] {
  return holders.flatMap(({ sinceMs, untilMs, changes }) =>
    [sinceMs, ...changes.map(({ atMs }) => atMs), untilMs].filter((ms) => ms !== null),
  )
}

/** What of it counts against the account's limit: of a function with a reservation that alone. */
export function standingAt(holder: Holder, atMs: number): Standing[] {
  const { functionName } = holder
  const { reserved, provisioned } = heldAt(holder, atMs)
  if (reserved !== null) return [{ functionName, qualifier: null, value: reserved }]
  return provisioned.map((one) => ({ functionName, ...one }))
}

/** What no function had reserved at a moment, by what it is now; null where that is not known. */
export function poolAt(poolNow: number | null, holders: readonly Holder[], atMs: number): number | null {
  if (poolNow === null) return null
  const reserved = (ms: number) => holders.reduce((sum, holder) => sum + (heldAt(holder, ms).reserved ?? 0), 0)
  return poolNow + reserved(Number.MAX_SAFE_INTEGER) - reserved(atMs)
}

/** What one holder had over time, one value a column; null where it is not told what functions held. */
export type Band = { functionName: string; qualifier: string | null; values: (number | null)[] }

/**
 * The bands of those that held the most in any column, `most` of them: reservations first, each kind by its highest value.
 * columns: what stood in each, null where that is not known.
 */
export function listBands(columns: readonly (readonly Standing[] | null)[], most: number): Band[] {
  const bands = new Map<string, Band & { highest: number }>()
  columns.forEach((standing, index) => {
    for (const { functionName, qualifier, value } of standing ?? []) {
      const key = JSON.stringify([functionName, qualifier])
      let band = bands.get(key)
      if (band === undefined) {
        const values = columns.map((one) => (one === null ? null : 0))
        band = { functionName, qualifier, values, highest: 0 }
        bands.set(key, band)
      }
      band.values[index] = value
      band.highest = Math.max(band.highest, value)
    }
  })
  return [...bands.values()]
    .sort((left, right) => right.highest - left.highest || (left.functionName < right.functionName ? -1 : 1))
    .slice(0, most)
    .sort((left, right) => Number(left.qualifier !== null) - Number(right.qualifier !== null))
    .map(({ highest: _, ...band }) => band)
}
