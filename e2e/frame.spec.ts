import { expect, test } from '@/e2e/fixtures/test'

// "What happened yesterday between two and half past three?"
test('a range can be typed in words, is said back before it is taken, and stands in the URL', async ({ page }) => {
  await page.goto('/functions')
  await page.getByRole('button', { name: /^Time range/ }).click()
  const field = page.getByRole('textbox', { name: 'Range in words' })
  await field.fill('soonish')
  await field.press('Enter')
  await expect(page.getByText(/That is no range/)).toBeVisible()
  await field.fill('yesterday 14:00 to 15:30')
  await expect(page.getByText(/14:00:00.* to .*15:30:00/)).toBeVisible()
  await field.press('Enter')
  const midnight = new Date().setUTCHours(0, 0, 0, 0)
  const fromMs = midnight - 10 * 3_600_000
  await expect(page).toHaveURL(new RegExp(`from=${fromMs}&to=${fromMs + 5_400_000}`))
})

// "I know the name: take me there without the mouse."
test('the palette finds an alias, and keys lead to pages and list themselves', async ({ page }) => {
  await page.goto('/functions')
  const palette = page.getByRole('dialog', { name: 'Search' })
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(palette).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await palette.getByRole('combobox').fill('orders-api:live')
  // What is listed last is found last: Enter takes what is marked.
  await expect(page.getByRole('option', { name: /^orders-api:live/, selected: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Qualifier: live' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'orders-api' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { level: 1, name: 'Traces' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Go to Functions')
})

// "Does this move by itself, and can I make it stand still?"
test('live follows the clock until it is switched off, and two moments stand still', async ({ page, fleet }) => {
  await page.goto('/functions?range=15m')
  const live = page.getByRole('switch', { name: 'Live' })
  await expect(live).toBeChecked()
  await live.click()
  await expect(page).toHaveURL(/live=off/)
  await expect(live).not.toBeChecked()
  await live.click()
  await expect(page).not.toHaveURL(/live=/)
  await expect(live).toBeChecked()
  const { fromMs, toMs } = fleet.settledWindow(15)
  await page.goto(`/functions?from=${fromMs}&to=${toMs}`)
  await expect(live).toBeDisabled()
})
