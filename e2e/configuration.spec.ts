import { expect, test } from '@/e2e/fixtures/test'

// "How is it set up, and is anything wrong with it?"
test('the configuration of a function names what is set, and never a value of its environment', async ({ page }) => {
  await page.goto('/functions/orders-api?region=eu-west-1')
  await page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Configuration' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Findings' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Environment variables' })).toBeVisible()
  await expect(page.getByText('Values are never stored and never shown here')).toBeVisible()
  await expect(page.getByText(/^arn:aws:iam::\d+:role\//).first()).toBeVisible()
  await page.getByRole('link', { name: /What was changed/ }).click()
  await expect(page).toHaveURL(/changes\?.*functionName=orders-api/)
})
