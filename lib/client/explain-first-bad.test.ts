import { expect, it } from 'vitest'
import { explainFirstBad } from '@/lib/client/explain-first-bad'

const AT = Date.UTC(2026, 10, 20, 12)
const FIRST = {
  ...{ functionName: 'orders', accountId: '1', region: 'eu-west-1', version: '12', publishedAtMs: AT - 180_000 },
  ...{ readFromMs: AT - 86_400_000, own: 0, other: { version: '11', invocations: 3400 } },
}

it('names the version before that ran without it', () => {
  expect(explainFirstBad(FIRST, AT)).toBe(
    'It came with the first invocations of version 12, 3 min after it was published. Version 11 had run 3.4 k times without it in the seven days before.',
  )
  expect(explainFirstBad({ ...FIRST, other: null, publishedAtMs: null }, AT)).toBe(
    'It came with the first invocations of version 12. Nothing else ran in the seven days before.',
  )
})

it('does not blame a version that had run without it', () => {
  expect(explainFirstBad({ ...FIRST, own: 1 }, AT)).toMatch(/had run once without it .* look at what else changed/)
})

it('does not clear $LATEST, whose code may have changed since', () => {
  const latest = { ...FIRST, version: '$LATEST', own: 12_000 }
  expect(explainFirstBad(latest, AT)).toBe(
    'It came 3 min after $LATEST was modified last. $LATEST had run 12 k times without it in the seven days before, perhaps with the code or configuration before.',
  )
  expect(explainFirstBad({ ...latest, publishedAtMs: AT + 1 }, AT)).toMatch(/perhaps with other code/)
  const settled = { ...latest, publishedAtMs: AT - 8 * 86_400_000 }
  expect(explainFirstBad(settled, AT)).toMatch(/The deployment alone does not explain it/)
})

it('does not call what was always there the first', () => {
  expect(explainFirstBad({ ...FIRST, readFromMs: AT - 60_000 }, AT)).toMatch(/an older version may have had it/)
  expect(explainFirstBad({ ...FIRST, readFromMs: null }, AT)).toMatch(/an older version may have had it/)
})
