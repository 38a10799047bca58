import { expect, test } from '@/e2e/fixtures/test'

// "It began to fail at half past two: what was changed just then?"
test('a change leads from its flag on a chart to What changed, and from there to its function', async ({ page }) => {
  await page.goto('/changes?range=30d')
  await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible()
  const entry = page.getByRole('listitem').filter({ hasText: 'Alias' }).first()
  await expect(entry).toBeVisible()
  await page.getByRole('group', { name: 'Kind of change' }).getByRole('button', { name: 'Triggers' }).click()
  await expect(page).toHaveURL(/group=triggers/)
  await page.goBack()
  await expect(page).not.toHaveURL(/group=/)
  const name = await entry.getByRole('link').innerText()
  await entry.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  const flag = page.getByRole('list', { name: 'Changes' }).getByRole('link', { name: /^Changed: / })
  await flag.first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`functionName=${name}`))
  await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible()
})
