type Ends = readonly [number, number]

export type LinearScale = {
  /** Undefined where the value is no number. */
  (value: unknown): number | undefined
  domain: EndsOf
  range: EndsOf
}
type EndsOf = { (): Ends; (next: Ends): LinearScale }

/**
 * Stands for all of d3-scale in what browsers get of Recharts, which looks its scales up by name (`turbopack.resolveAlias`).
 * Both axes of our charts are linear and have their ticks given, so that of thirty scales with their formats and colours,
 * some 15 KB, only this is needed; Recharts draws no axis of a scale that is not here.
 *
 * Maps a domain of two numbers onto a range of two. A domain of one value lies in the middle of the range.
 */
export function scaleLinear(): LinearScale {
  const ends: { domain: Ends; range: Ends } = { domain: [0, 1], range: [0, 1] }
  const map = (value: unknown) => {
    const [from, to] = ends.domain
    const [start, end] = ends.range
    const at = value === null ? Number.NaN : Number(value)
    if (Number.isNaN(at)) return undefined
    return start + (from === to ? 0.5 : (at - from) / (to - from)) * (end - start)
  }
  function endsOf(which: 'domain' | 'range'): EndsOf {
    function access(): Ends
    function access(next: Ends): LinearScale
    function access(next?: Ends) {
      if (next === undefined) return ends[which]
      ends[which] = next
      return scale
    }
    return access
  }
  const scale: LinearScale = Object.assign(map, { domain: endsOf('domain'), range: endsOf('range') })
  return scale
}
