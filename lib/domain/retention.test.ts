import { describe, expect, it } from 'vitest'
import {
  DEFAULT_RETENTION,
  explainConflict,
  firstKeptMs,
  RETENTION_KINDS,
  RETENTION_LIMITS,
  resolveRetention,
} from '@/lib/domain/retention'

describe('retention', () => {
  it('has defaults that go together and lie within the limits', () => {
    expect(explainConflict(DEFAULT_RETENTION)).toBeNull()
    for (const kind of RETENTION_KINDS) {
      const { least, most } = RETENTION_LIMITS[kind]
      expect([kind, DEFAULT_RETENTION[kind] >= least && DEFAULT_RETENTION[kind] <= most]).toEqual([kind, true])
    }
  })

  it('takes what is set in place of the defaults, and nothing that it does not know', () => {
    const set = [
      { kind: 'logLines', days: 3 },
      { kind: 'moonPhases', days: 28 },
    ]
    expect(resolveRetention(set)).toEqual({ ...DEFAULT_RETENTION, logLines: 3 })
  })

  it('refuses rollups that would go before what they are made of', () => {
    expect(explainConflict({ ...DEFAULT_RETENTION, logLines: 31 })).toMatch(/minuteRollups/)
    expect(explainConflict({ ...DEFAULT_RETENTION, minuteRollups: 100 })).toMatch(/hourRollups/)
  })

  it('keeps whole days beside the one that is running', () => {
    expect(firstKeptMs(Date.UTC(2026, 10, 20, 15, 30), 7)).toBe(Date.UTC(2026, 10, 13))
    expect(firstKeptMs(Date.UTC(2026, 10, 20), 1)).toBe(Date.UTC(2026, 10, 19))
  })
})
