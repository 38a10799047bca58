import { expect, it } from 'vitest'
import { prepareIssueChart } from '@/components/issues/prepare-issue-chart'
import type { IssueDetail } from '@/lib/contracts/issues'

const AT = Date.UTC(2026, 10, 20, 12)
const issueOf = (...values: (number | null)[]) => {
  const trend = values.map((value, index) => [AT + index * 60_000, value] as [number, number | null])
  return { id: '7', type: 'KeyError', periodMs: 60_000, trend } as IssueDetail
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
