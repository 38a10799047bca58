import type { TrueInvocation } from '@/e2e/fixtures/fleet'
import { expect, test } from '@/e2e/fixtures/test'
import { type CanarySide, judgeCanary } from '@/lib/domain/canary/judge-canary'
import { addToSketch, createSketch } from '@/lib/domain/sketch'

const LABELS = { safe: 'Safe', worse: 'Worse', 'not enough data': 'Not enough data' }

/** What the simulator knows of a version, as the tests are made on it. */
function sideOf(calls: readonly TrueInvocation[], version: string): CanarySide {
  const own = calls.filter(({ executedVersion }) => executedVersion === version)
  const durations = createSketch()
  for (const { durationMs } of own) addToSketch(durations, durationMs)
  return { errors: { hits: own.filter(({ result }) => result !== 'success').length, count: own.length }, durations }
}

// "Is the new version worse?"
test('a canary is judged by stated tests, and any two windows can be compared', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/functions/checkout/versions?from=${window.fromMs}&to=${window.toMs}`)
  const verdict = page.getByRole('region', { name: 'Verdict' })
  const chosen = (name: string) => page.getByRole('combobox', { name }).inputValue()
  const [first, second] = [await chosen('First qualifier'), await chosen('Second qualifier')]
  expect(first).not.toBe(second)
  const calls = await fleet.invocations('eu-west-1', 'checkout', window)
  const expected = judgeCanary(sideOf(calls, first), sideOf(calls, second))
  await expect(verdict.getByText(LABELS[expected.verdict], { exact: true }).first()).toBeVisible()
  await expect(verdict).toContainText('α = 1.67 %')
  const { aliases } = await fleet.counts('eu-west-1', 'checkout', window)
  const live = aliases.live
  if (live === undefined) throw new Error('checkout has no alias live')
  await expect(page.getByRole('region', { name: 'Aliases' }).getByRole('row').nth(1)).toContainText(/live/)

  await page.getByRole('combobox', { name: 'First qualifier' }).selectOption('live')
  await page.getByRole('combobox', { name: 'Second qualifier' }).selectOption('live')
  await page.getByRole('combobox', { name: 'First window' }).selectOption('before')
  await expect(page).toHaveURL(/first=live.*second=live.*firstWindow=before/)
  const counted = page.getByRole('region', { name: 'Compared figures' }).getByRole('row', { name: /^Invocations/ })
  await expect(counted.getByTitle(String(live.invocations), { exact: true })).toBeVisible()
})

// "Was it the deployment, or was last night the same?"
test('two moments are typed in the zone of the page, count once they are whole, and go with the way back', async ({
  page,
}) => {
  const at = (iso: string) => Date.parse(iso)
  const shown = `${at('2026-11-20T10:00Z')}-${at('2026-11-20T11:00Z')}`
  // A zone that no machine of the tests is in.
  await page.goto(`/functions/checkout/versions?tz=Asia/Kolkata&second=*&secondWindow=${shown}`)
  const from = page.getByLabel('Second window from, UTC+5:30')
  await expect(from).toHaveValue('2026-11-20T15:30')
  const before = await page.evaluate(() => history.length)
  await from.fill('2026-11-20T15:45')
  await expect(page).toHaveURL(new RegExp(shown))
  await from.press('Enter')
  await expect(page).toHaveURL(new RegExp(`secondWindow=${at('2026-11-20T10:15Z')}-${at('2026-11-20T11:00Z')}`))
  expect(await page.evaluate(() => history.length)).toBe(before + 1)
  await from.fill('2026-11-20T17:00')
  await from.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'The end must be after the start.' })).toBeVisible()
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(shown))
  await expect(from).toHaveValue('2026-11-20T15:30')
})
