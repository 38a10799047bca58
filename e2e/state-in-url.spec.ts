import { expect, test } from '@/e2e/fixtures/test'

// "I send my colleague the link: does she see what I see?"
test('range, zone, qualifier and what charts show are in the URL, and back and forward walk through them', async ({
  page,
}) => {
  await page.goto('/functions?tz=Asia%2FTokyo')
  await page.getByRole('button', { name: /^Time range/ }).click()
  await expect(page.getByText('Times in Asia/Tokyo')).toBeVisible()
  await page.getByRole('button', { name: '1h', exact: true }).click()
  await expect(page).toHaveURL(/range=1h/)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'orders-api', exact: true }).click()
  await expect(page).toHaveURL(/functions\/orders-api.*range=1h/)
  await expect(page).toHaveURL(/tz=Asia%2FTokyo/)
  await page.getByRole('button', { name: 'Qualifier: All' }).click()
  await page.getByRole('button', { name: /^live/ }).click()
  await expect(page.getByRole('button', { name: 'Qualifier: live' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('button', { name: 'Qualifier: All' })).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('button', { name: 'Qualifier: live' })).toBeVisible()

  const invocations = page.getByRole('region', { name: /^Invocations and errors/ })
  const duration = page.getByRole('region', { name: /^Duration/ })
  await invocations.getByRole('button', { name: 'Show data' }).click()
  await duration.getByRole('button', { name: 'p95' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    invocations.getByRole('button', { name: 'CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('Invocations-and-errors-orders-api-live.csv')
  // As whoever is sent the link.
  await page.goto(page.url())
  await expect(invocations.getByRole('table')).toBeVisible()
  await expect(duration.getByRole('button', { name: 'p95' })).toHaveAttribute('aria-pressed', 'true')
  await expect(duration.getByRole('button', { name: 'p99' })).toHaveAttribute('aria-pressed', 'false')
})

// "Which of my functions is it, and who calls it by which name?"
test('functions can be filtered, given columns and opened with the keyboard', async ({ page }) => {
  await page.goto('/functions')
  await expect(page.getByRole('status').filter({ hasText: '40 of 40 functions' })).toBeVisible()
  const box = page.getByRole('textbox', { name: /Filter by name/ })
  await expect(async () => {
    await box.fill('orders')
    await expect(page.getByRole('status').filter({ hasText: /of 40 functions/ })).not.toContainText('40 of 40', {
      timeout: 500,
    })
  }).toPass()
  await expect(page).toHaveURL(/orders/)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'orders-api', exact: true }) })
  await expect(row).toContainText(/live, \d+ versions/)
  // As high as the rows that are left out while they are off the screen are taken to be.
  expect((await row.boundingBox())?.height).toBe(32)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('button', { name: 'Region' }).click()
  await page.keyboard.press('Escape')
  await page.goto(page.url())
  await expect(page.getByRole('columnheader', { name: 'Runtime' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Region' })).toHaveCount(0)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/functions\/orders-/)
})

// "It is dark here: does it stay as I chose it?"
test('the theme follows the system until one is chosen, and the choice holds on the next page', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/account')
  const dark = await background()
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await background()).not.toBe(dark)
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await expect.poll(background).toBe(dark)
  await page.reload()
  expect(await background()).toBe(dark)
})
