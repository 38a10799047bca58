import { expect, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

test('range and qualifier are in the URL, and back and forward walk through them', async ({ page }) => {
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
})

test('functions can be filtered, sorted and opened with the keyboard', async ({ page }) => {
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
  await box.blur()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/functions\/orders-/)
})

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

const ON_A_PHONE = [
  '/overview',
  '/functions',
  '/functions/orders-api',
  '/functions/orders-api/invocations',
  '/functions/orders-api/triggers',
  '/functions/orders-api/configuration',
  '/functions/orders-api/performance',
  '/functions/orders-api/concurrency',
  '/functions/checkout/versions',
  '/concurrency',
  '/traces',
  '/logs',
  '/logs?view=patterns',
  '/changes?range=30d',
  '/issues',
  '/cost',
  '/sync',
  '/account',
]

for (const path of ON_A_PHONE) {
  test(`${path} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
}
