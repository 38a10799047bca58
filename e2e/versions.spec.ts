import { expect, test } from '@/e2e/fixtures/test'

// "Is the new version worse?"
test('a canary is judged by stated tests, and any two windows can be compared', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/functions/checkout/versions?from=${window.fromMs}&to=${window.toMs}`)
  const verdict = page.getByRole('region', { name: 'Verdict' })
  await expect(verdict.getByText(/^(Safe|Worse|Not enough data)$/)).toBeVisible()
  await expect(verdict).toContainText('α = 1.67 %')
  const { aliases } = await fleet.counts('eu-west-1', 'checkout', window)
  const live = aliases.live
  if (live === undefined) throw new Error('checkout has no alias live')
  await expect(page.getByRole('region', { name: 'Aliases' }).getByRole('row').nth(1)).toContainText(/live/)

  await page.getByRole('combobox', { name: 'First qualifier' }).selectOption('live')
  await page.getByRole('combobox', { name: 'Second qualifier' }).selectOption('live')
  await page.getByRole('combobox', { name: 'First window' }).selectOption('before')
  await expect(page).toHaveURL(/first=live.*second=live.*firstWindow=before/)
  const calls = page.getByRole('region', { name: 'Compared figures' }).getByRole('row', { name: /^Invocations/ })
  await expect(calls.getByTitle(String(live.invocations), { exact: true })).toBeVisible()
})
