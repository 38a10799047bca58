import { expect, it } from 'vitest'
import { limitsOf } from '@/components/functions/limits-of'
import type { Qualifier } from '@/lib/contracts/qualifiers'

const version = (name: string, memoryMb: number | null, timeoutS: number | null): Qualifier => ({
  ...{ qualifier: name, kind: 'version', version: name, weights: null, codeSha256: null, publishedAtMs: null },
  ...{ memoryMb, timeoutS },
})
const alias = (name: string, of: string, memoryMb: number | null, timeoutS: number | null): Qualifier => ({
  ...version(name, memoryMb, timeoutS),
  ...{ kind: 'alias', version: of, weights: { [of]: 1 } },
})
const detail = {
  ...{ memoryMb: 1024, timeoutS: 30 },
  qualifiers: [version('$LATEST', 1024, 30), version('2', 512, 30), alias('live', '2', 512, 30)],
}

it('holds a version and an alias to their own memory and timeout, not to those of $LATEST', () => {
  expect(limitsOf(detail, '2')).toEqual({ memoryMb: 512, timeoutS: 30 })
  expect(limitsOf(detail, 'live')).toEqual({ memoryMb: 512, timeoutS: 30 })
  expect(limitsOf(detail, '$LATEST')).toEqual({ memoryMb: 1024, timeoutS: 30 })
})

it('names no limit of the whole function where aliases lead to versions with another, and none that is not known', () => {
  expect(limitsOf(detail, null)).toEqual({ memoryMb: null, timeoutS: 30 })
  const unnamed = { ...detail, qualifiers: [version('3', 1024, 60), version('2', 512, 30)] }
  expect(limitsOf(unnamed, null)).toEqual({ memoryMb: 1024, timeoutS: null })
  expect(limitsOf({ ...detail, qualifiers: [] }, null)).toEqual({ memoryMb: 1024, timeoutS: 30 })
  expect(limitsOf(detail, 'gone')).toEqual({ memoryMb: null, timeoutS: null })
})
