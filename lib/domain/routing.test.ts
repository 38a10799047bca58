import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeTraffic, type TrafficInput } from '@/lib/domain/routing'

type Counts = Record<string, number>
type Sketch = {
  aliases?: Record<string, string>
  direct?: Counts
  via?: Counts
  executed?: Record<string, Counts>
  logs: Counts
}

const mapOf = (counts: Counts = {}) => new Map(Object.entries(counts))

function route({ aliases = {}, direct, via, executed = {}, logs }: Sketch) {
  const input: TrafficInput = {
    aliases: Object.entries(aliases).map(([name, version]) => ({ name, version, weights: {} })),
    direct: mapOf(direct),
    viaAlias: mapOf(via),
    viaAliasExecuted: new Map(Object.entries(executed).map(([alias, counts]) => [alias, mapOf(counts)])),
    fromLogs: mapOf(logs),
  }
  return attributeTraffic(input)
}

const versionsOf = (sketch: Sketch, alias: string) => route(sketch).aliases.get(alias)?.versions
const setsOf = (sketch: Sketch, version: string) => route(sketch).versions.get(version)?.sets

describe('attributeTraffic', () => {
  it('gives a version called by its own name its direct set', () => {
    const sketch = { direct: { $LATEST: 9, 7: 4 }, logs: { $LATEST: 9, 7: 4 } }
    expect(setsOf(sketch, '7')).toEqual([{ kind: 'direct' }])
    expect(setsOf(sketch, '$LATEST')).toEqual([{ kind: 'direct' }])
  })

  it('gives an alias the version that only it called', () => {
    const sketch = { aliases: { live: '7' }, via: { live: 10 }, logs: { 7: 10 } }
    expect(versionsOf(sketch, 'live')).toEqual(['7'])
    expect(setsOf(sketch, '7')).toEqual([{ kind: 'alias', alias: 'live' }])
  })

  it('gives a weighted alias both of its versions', () => {
    const sketch = {
      aliases: { live: '7' },
      via: { live: 10 },
      executed: { live: { 7: 8, 8: 2 } },
      logs: { 7: 8, 8: 2 },
    }
    expect(versionsOf(sketch, 'live')).toEqual(['7', '8'])
    expect(setsOf(sketch, '8')).toEqual([{ kind: 'alias-executed', alias: 'live' }])
  })

  it('does not tell apart the lines of two names for one version, but adds up their sets', () => {
    const sketch = { aliases: { live: '7' }, via: { live: 10 }, direct: { 7: 5 }, logs: { 7: 15 } }
    expect(route(sketch).aliases.get('live')).toMatchObject({
      versions: null,
      reason: expect.stringContaining('another name'),
    })
    expect(setsOf(sketch, '7')).toEqual([{ kind: 'direct' }, { kind: 'alias', alias: 'live' }])
  })

  it('does not tell apart the lines of two aliases of one version', () => {
    const sketch = { aliases: { live: '7', prod: '7' }, via: { live: 10, prod: 1 }, logs: { 7: 11 } }
    expect(versionsOf(sketch, 'live')).toBeNull()
    expect(versionsOf(sketch, 'prod')).toBeNull()
    expect(setsOf(sketch, '7')).toHaveLength(2)
  })

  it('says that the counts do not agree when lines are missing', () => {
    const sketch = { aliases: { live: '7' }, via: { live: 10 }, logs: { 7: 9 } }
    expect(versionsOf(sketch, 'live')).toBeNull()
    expect(setsOf(sketch, '7')).toBeNull()
    const weighted = { ...sketch, executed: { live: { 7: 8, 8: 2 } }, logs: { 7: 8, 8: 1 } }
    expect(route(weighted).aliases.get('live')?.reason).toMatch(/2 calls .* version 8, the log lines show 1/)
    expect(setsOf(weighted, '7')).toEqual([{ kind: 'alias-executed', alias: 'live' }])
  })

  it('finds the versions of an alias that moved, though no set holds the calls of each', () => {
    const sketch = { aliases: { live: '8' }, via: { live: 10 }, logs: { 7: 4, 8: 6 } }
    expect(versionsOf(sketch, 'live')).toEqual(['7', '8'])
    expect(route(sketch).versions.get('7')).toMatchObject({ sets: null, reason: expect.stringContaining('moved') })
  })

  it('finds the versions of an alias that was weighted for a part of the time', () => {
    const sketch = {
      aliases: { live: '8' },
      via: { live: 10 },
      executed: { live: { 7: 2, 8: 1 } },
      logs: { 7: 5, 8: 5 },
    }
    expect(versionsOf(sketch, 'live')).toEqual(['7', '8'])
    expect(setsOf(sketch, '8')).toBeNull()
  })

  it('finds the version of an alias that was deleted', () => {
    const sketch = { via: { old: 3 }, direct: { $LATEST: 1 }, logs: { 5: 3, $LATEST: 1 } }
    expect(versionsOf(sketch, 'old')).toEqual(['5'])
    expect(setsOf(sketch, '5')).toEqual([{ kind: 'alias', alias: 'old' }])
  })

  it('does not guess when two aliases moved', () => {
    const sketch = {
      aliases: { live: '8', prod: '9' },
      via: { live: 10, prod: 10 },
      logs: { 7: 4, 8: 6, 9: 10, 10: 0 },
    }
    expect(versionsOf(sketch, 'prod')).toEqual(['9'])
    expect(versionsOf(sketch, 'live')).toEqual(['7', '8'])
    const both = { aliases: { live: '8', prod: '9' }, via: { live: 10, prod: 10 }, logs: { 7: 4, 8: 8, 9: 8 } }
    expect(versionsOf(both, 'live')).toBeNull()
    expect(versionsOf(both, 'prod')).toBeNull()
  })

  it('knows that nothing came through an alias without traffic', () => {
    const sketch = { aliases: { live: '7', idle: '7' }, via: { live: 10, idle: 0 }, logs: { 7: 10 } }
    expect(versionsOf(sketch, 'idle')).toEqual([])
    expect(versionsOf({ aliases: { idle: '7' }, logs: {} }, 'idle')).toEqual([])
    expect(versionsOf(sketch, 'live')).toEqual(['7'])
    expect(setsOf({ direct: { 7: 0 }, logs: {} }, '7')).toEqual([])
  })

  it('has no set for a version that ran without a known route', () => {
    expect(route({ logs: { 7: 3 } }).versions.get('7')).toMatchObject({ sets: null, reason: expect.any(String) })
  })
})

/** Whatever was called how, through aliases that did not move: the truth from which both sides are counted. */
const truth = fc.record({
  direct: fc.dictionary(fc.constantFrom('$LATEST', '1', '2', '3'), fc.integer({ min: 1, max: 50 })),
  aliases: fc.dictionary(
    fc.constantFrom('live', 'prod', 'canary'),
    fc.record({
      version: fc.constantFrom('1', '2', '3'),
      second: fc.constantFrom('4', '5', null),
      calls: fc.nat(50),
      share: fc.nat(50),
    }),
  ),
})

describe('for any traffic', () => {
  it('what is attributed is what happened', () => {
    fc.assert(
      fc.property(truth, ({ direct, aliases }) => {
        const logs = new Map<string, number>()
        const callers = new Map<string, Set<string>>()
        const call = (version: string, by: string, count: number) => {
          if (count === 0) return
          logs.set(version, (logs.get(version) ?? 0) + count)
          callers.set(version, (callers.get(version) ?? new Set()).add(by))
        }
        for (const [version, count] of Object.entries(direct)) call(version, '', count)
        const executed: Record<string, Counts> = {}
        const via: Counts = {}
        for (const [name, { version, second, calls, share }] of Object.entries(aliases)) {
          call(version, name, calls)
          if (second !== null) {
            call(second, name, share)
            executed[name] = { [version]: calls, [second]: share }
          }
          via[name] = calls + (second === null ? 0 : share)
        }
        const targets = Object.fromEntries(Object.entries(aliases).map(([name, { version }]) => [name, version]))
        const sketch = { aliases: targets, direct, via, executed, logs: Object.fromEntries(logs) }
        for (const name of Object.keys(aliases)) {
          const reached = [...callers].filter(([, names]) => names.has(name))
          const alone = reached.every(([, names]) => names.size === 1)
          expect(versionsOf(sketch, name)).toEqual(alone ? reached.map(([version]) => version).sort() : null)
        }
        for (const [version, ran] of logs) {
          const sum = (setsOf(sketch, version) ?? []).reduce((total, set) => {
            if (set.kind === 'direct') return total + (direct[version] ?? 0)
            return total + (set.kind === 'alias' ? (via[set.alias] ?? 0) : (executed[set.alias]?.[version] ?? 0))
          }, 0)
          expect(sum).toBe(ran)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
