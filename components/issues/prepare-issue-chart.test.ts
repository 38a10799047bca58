import { expect, it } from 'vitest'
import { prepareIssueChart } from '@/components/issues/prepare-issue-chart'

const AT = Date.UTC(2026, 10, 20, 12)
const issueOf = (...values: (number | null)[]) => {
  const trend = values.map((value, index): [number, number | null] => [AT + index * 60_000, value])
  const counted = { countedFromMs: AT, countedToMs: AT + values.length * 60_000 }
  return { id: '7', type: 'KeyError', periodMs: 60_000, trend, ...counted }
}

it('draws what is not known as a gap and what is known to be none as none', () => {
  const spec = prepareIssueChart(issueOf(3, null, 0), 'UTC')
  expect(spec).toMatchObject({
    fromMs: AT,
    toMs: AT + 3 * 60_000,
    gaps: [{ fromMs: AT + 60_000, toMs: AT + 2 * 60_000 }],
    empty: null,
  })
  expect(spec.series[0]?.values).toEqual([3, null, 0])
})

it('says why it is empty', () => {
  expect(prepareIssueChart(issueOf(0, 0), 'UTC').empty).toBe('nothing happened')
  expect(prepareIssueChart(issueOf(null, null), 'UTC').empty).toBe('not known')
})

it('does not draw what is not over as counted', () => {
  const spec = prepareIssueChart({ ...issueOf(3, 2), countedFromMs: AT + 10_000, countedToMs: AT + 75_000 }, 'UTC')
  expect(spec).toMatchObject({
    ...{ fromMs: AT, toMs: AT + 120_000, gaps: [] },
    cuts: [
      { fromMs: AT, toMs: AT + 10_000 },
      { fromMs: AT + 75_000, toMs: AT + 120_000 },
    ],
  })
})
