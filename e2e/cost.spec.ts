import { expect, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

// "What does it cost, why, and where can I save?"
test('the bill is told by version and tag, and a saving leads to what it rests on', async ({ page }) => {
  await page.goto('/cost?range=24h')
  await expect(page.getByRole('heading', { level: 1, name: 'Cost' })).toBeVisible()
  const table = page.getByRole('region', { name: /^Cost by/ })
  await expect(table.getByRole('link', { name: 'orders-api', exact: true })).toBeVisible()
  await table.getByRole('button', { name: 'Invocations' }).click()
  await expect(page).toHaveURL(/costOrder=-invocations/)
  await expect(table.getByRole('columnheader', { name: 'Invocations' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('region', { name: 'Cost by function', exact: true }).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/functions\/[^/]+\?/)
  await page.goBack()
  await page.getByRole('group', { name: 'Group by' }).getByRole('button', { name: 'Version' }).click()
  await expect(page).toHaveURL(/groupBy=version/)
  await expect(table.getByRole('link', { name: /^orders-api:/ }).first()).toBeVisible()
  await page.goBack()
  await expect(table.getByRole('link', { name: 'orders-api', exact: true })).toBeVisible()
  await page.getByRole('combobox', { name: 'Group by tag' }).selectOption({ index: 1 })
  await expect(page).toHaveURL(/groupBy=tag/)

  await expect(page.getByRole('region', { name: 'Figures of the bill' })).toContainText('Savings')
  const saving = page.getByRole('list', { name: 'Savings' }).getByRole('listitem').filter({ hasText: 'memory' }).first()
  // Name and address from one look: savings may change places while the bill of a tag arrives.
  await expect(page.locator('.stale')).toHaveCount(0)
  const [name, address] = await saving
    .getByRole('link')
    .evaluate((link) => [link.textContent, link.getAttribute('href')])
  await page.getByRole('list', { name: 'Savings' }).locator(`a[href="${address}"]`).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByRole('heading', { name: 'Memory right-sizing' })).toBeVisible()
})

// "What did the week cost, on my phone?"
test('on a phone the sentence of what is read of the bill stays within the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/cost?range=7d')
  await expect(page.getByText(/functions are read in part/)).toBeVisible()
  await expectNoSidewaysScroll(page)
})
