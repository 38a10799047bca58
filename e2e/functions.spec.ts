import type { Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures/test'

const counted = (page: Page, count: number | string) =>
  expect(page.getByRole('status').filter({ hasText: new RegExp(`^${count} of \\d+ functions`) })).toBeVisible()

// "Which of my functions are of this runtime, team, region or mode, or are not well?"
test('functions are narrowed by scope and by chips that read as a sentence, to as many as their menus count', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/functions?from=${window.fromMs}&to=${window.toMs}`)
  await counted(page, 40)
  for (const facet of ['runtime', 'tag', 'region', 'mode', 'health']) {
    await page.getByRole('button', { name: `Filter by ${facet}` }).click()
    const option = page
      .getByRole('dialog', { name: `Filter by ${facet}` })
      .getByRole('button')
      .last()
    const [, value = '', count = ''] = /^(.*?)\s*(\d+)$/s.exec(await option.innerText()) ?? []
    await option.click()
    await page.keyboard.press('Escape')
    await counted(page, count)
    await expect(page).toHaveURL(new RegExp(`${facet}=`))
    await page
      .getByRole('button', { name: new RegExp(`^Remove the filter ${facet} is ${escaped(value)}$`, 'i') })
      .click()
    await counted(page, 40)
  }
  await page.getByRole('button', { name: /^Accounts and regions/ }).click()
  await page.getByRole('button', { name: /^us-east-1/ }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/scope=\d{12}%2Fus-east-1/)
  const inScope = (await fleet.functions(window)).filter(({ region }) => region === 'us-east-1').length
  await counted(page, inScope)
  // Pages that one goes on to keep it.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Issues' }).click()
  await expect(page).toHaveURL(/issues\?.*scope=\d{12}%2Fus-east-1/)
})

// "How do the teams compare, and how do I get back to this tomorrow?"
test('functions stand together by a tag, and a view of them is kept under a name', async ({ page }) => {
  await page.goto('/functions?range=1h')
  await page.getByRole('button', { name: /^Group by tag/ }).click()
  await page
    .getByRole('dialog', { name: /^Group by tag/ })
    .getByRole('button', { name: 'team', exact: true })
    .click()
  const group = page.getByRole('rowheader', { name: /^team payments/ })
  await expect(group).toContainText(/\d+ functions · .* invocations/)
  await page.getByRole('button', { name: 'Saved views' }).click()
  const views = page.getByRole('dialog', { name: 'Saved views' })
  await views.getByRole('textbox', { name: 'Name of the view' }).fill('By team')
  await views.getByRole('button', { name: 'Save' }).click()
  await expect(views.getByRole('link', { name: 'By team' })).toBeVisible()

  await page.goto('/functions?range=1h')
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('link', { name: 'By team' }).click()
  await expect(page).toHaveURL(/group=team/)
  await page.getByRole('button', { name: 'Saved views' }).click()
  await views.getByRole('button', { name: 'Delete the view By team' }).click()
  await expect(views.getByRole('link', { name: 'By team' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await group.getByRole('link', { name: 'payments' }).click()
  await expect(page).toHaveURL(/tag=team(%3D|=)payments/)
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

test('a scope in which no function is known is not taken for a filter, and leads to all', async ({ page }) => {
  await page.goto('/functions?scope=000000000000/eu-west-1')
  await expect(page.getByText('No function is known in this scope')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Clear the filters' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Show all accounts and regions' }).click()
  await expect(page.getByRole('status').filter({ hasText: /^40 of 40 functions$/ })).toBeVisible()
})

test('a hidden column is shown while the table is ordered by it, and hiding it drops the order', async ({ page }) => {
  await page.goto('/functions?cols=invocations.errors&sort=-cost')
  const head = page.getByRole('columnheader', { name: 'Cost' })
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('dialog', { name: 'Columns' }).getByRole('button', { name: 'Cost' }).click()
  await expect(head).toHaveCount(0)
  await expect(page).not.toHaveURL(/sort=/)
})
