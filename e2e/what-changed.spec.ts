import { expect, test } from '@/e2e/fixtures/test'

// "It began to fail at half past two: what was changed just then?"
test('a change leads to its function, and its flag on a chart back to What changed', async ({ page }) => {
  // The change was made before the first test; the listing that tells of it is read every five minutes.
  test.setTimeout(420_000)
  await page.goto('/changes?range=1h')
  await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible()
  const entry = page.getByRole('listitem').filter({ hasText: 'catalog-api' }).filter({ hasText: 'Memory size' }).first()
  await expect(entry).toBeVisible({ timeout: 330_000 })
  await expect(entry).toContainText('1536 MB')
  await page.getByRole('group', { name: 'Kind of change' }).getByRole('button', { name: 'Triggers' }).click()
  await expect(page).toHaveURL(/group=triggers/)
  await expect(entry).toHaveCount(0)
  await page.goBack()
  await expect(entry.getByRole('link', { name: /^Open catalog-api.* in AWS$/ })).toHaveAttribute(
    'href',
    /subtab=general$/,
  )
  await entry.getByRole('link', { name: 'catalog-api', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'catalog-api' })).toBeVisible()

  await page
    .getByRole('list', { name: 'Changes' })
    .getByRole('link', { name: /Changed: .*Memory size/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible()
  await expect(page).toHaveURL(/functionName=catalog-api/)
  await expect(page).toHaveURL(/scope=\d{12}%2F[a-z0-9-]+/)
  await expect(entry).toBeVisible()
})
