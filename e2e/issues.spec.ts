import { expect, test } from '@/e2e/fixtures/test'

// "What new error is this, since when, and since which version?"
test('an error leads to where it is, since which version, and to an invocation that died of it', async ({ page }) => {
  await page.goto('/issues?sort=count')
  await expect(page.getByRole('heading', { level: 1, name: 'Issues' })).toBeVisible()
  const errorsRead = page.waitForResponse((response) => response.url().includes('class=error'))
  await page.getByRole('group', { name: 'Class' }).getByRole('button', { name: 'Errors', exact: true }).click()
  await errorsRead
  await expect(page.locator('.stale')).toHaveCount(0)
  const list = page.getByRole('region', { name: 'Issues' })
  const [text, address] = await list
    .getByRole('rowheader')
    .first()
    .getByRole('link')
    .evaluate((link) => [link.textContent, (link.getAttribute('href') ?? '').replace(/\?.*/, '')])
  const name = text.split(':')[0] ?? ''
  await list.locator(`a[href^="${address}"]`).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByRole('heading', { level: 2, name: 'First bad version' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Functions and versions' }).getByRole('row').nth(1)).toBeVisible()

  const sample = page.getByRole('region', { name: 'Samples' }).getByRole('row').nth(1)
  await sample.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1, name: /^Invocation/ })).toBeVisible()
  await page.getByRole('region', { name: 'Error' }).getByRole('link', { name: 'Its issue' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
})

// "This one is known and harmless: how does it stop being in the way, and come back when it matters?"
test('an issue is ignored, found among the ignored, and reopened', async ({ page }) => {
  await page.goto('/issues?class=timeout')
  const link = page.getByRole('region', { name: 'Issues' }).getByRole('rowheader').first().getByRole('link')
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: /^Timeout/ })).toBeVisible()
  const address = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'Ignore' }).click()
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible()
  await page.goto('/issues?state=ignored')
  await page.getByRole('region', { name: 'Issues' }).locator(`a[href^="${address}"]`).click()
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect(page.getByRole('button', { name: 'Resolve' })).toBeVisible()
})
