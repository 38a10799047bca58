import { expect, test } from '@/e2e/fixtures/test'

// "I pressed a link: is its page on its way, and is it over once it has come?"
test('a bar tells that a page is on its way, and is gone once it has come, also after going back', async ({ page }) => {
  await page.goto('/overview')
  const bar = page.getByRole('progressbar', { name: 'Loading the page' })
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route(/\/sync\?.*_rsc=/, async (route) => {
    await held
    await route.continue()
  })
  await page.getByRole('navigation').getByRole('link', { name: 'Sync' }).first().click()
  await expect(bar).toHaveCount(1)
  answer()
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible()
  await expect(bar).toHaveCount(0)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(bar).toHaveCount(0)
})
