import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures/test'

/** More stops than any page has before what is looked for. */
const MOST_STOPS = 150
const FUNCTION = '/functions/orders-api'

/** Opens a page, and leaves what is above it behind, as the keyboard can. */
async function enter(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
}

/** Goes from stop to stop until this one has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  await expect(target, 'the Tab key leads there').toBeFocused({ timeout: 1 })
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** The address is ahead of the list that it asks for, which is grey until the answer is there. */
async function expectFresh(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await expect(page.locator('.stale')).toHaveCount(0)
}

/** The first row of a list, by the keys of lists. */
async function openFirstRow(page: Page): Promise<void> {
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
}

const title = (page: Page, name: string | RegExp) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

// "My hands stay on the keys: can I do on each page what it is there for?"
test.describe('by keyboard alone', () => {
  test('a figure of the overview leads to its functions, and g and a letter to any page', async ({ page }) => {
    await enter(page, '/overview')
    await press(page, page.getByRole('region', { name: 'Figures of the fleet' }).getByRole('link').first())
    await title(page, 'Functions')
    for (const key of ['g', 'o']) await page.keyboard.press(key)
    await title(page, 'Overview')
  })

  test('a function is found, and its tabs are walked through', async ({ page }) => {
    await enter(page, '/functions')
    await page.keyboard.press('/')
    await page.keyboard.type('orders-api')
    await expect(page).toHaveURL(/[?&]q=orders-api/)
    await expectFresh(page)
    await page.keyboard.press('Enter')
    await openFirstRow(page)
    await title(page, 'orders-api')
    await press(page, page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Triggers' }))
    await expect(page.getByRole('heading', { name: 'Asynchronous invocation' })).toBeVisible()
  })

  test('a figure of a function leads to its invocations, and one of them to its lines', async ({ page }) => {
    await enter(page, `${FUNCTION}?range=3h`)
    await press(
      page,
      page
        .getByRole('region', { name: /^Figures/ })
        .getByRole('link')
        .first(),
    )
    await expect(page).toHaveURL(/\/invocations/)
    const list = page.getByRole('region', { name: 'Invocations', exact: true })
    await expect(list.getByRole('row').nth(1)).toBeVisible()
    await expectFresh(page)
    await openFirstRow(page)
    await expect(list.getByText(/^START RequestId/).first()).toBeVisible()
    await press(page, list.getByRole('link').first())
    await title(page, /^Invocation/)
    await press(page, page.getByRole('main').getByRole('link', { name: 'orders-api' }).first())
    await title(page, 'orders-api')
  })

  test('a cell of the heat map leads to its invocations', async ({ page }) => {
    await enter(page, `${FUNCTION}/performance?range=1h`)
    await press(page, page.getByRole('button', { name: 'Show data' }).first())
    await press(page, page.getByRole('region', { name: 'Cells of the heat map' }).getByRole('link').first())
    await expect(page).toHaveURL(/invocations\?.*maxDurationMs=/)
  })

  test('a lane leads to its newest invocation', async ({ page }) => {
    await enter(page, `${FUNCTION}/concurrency?range=15m`)
    const panel = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: /^Execution environments/ }) })
    await press(page, panel.getByRole('button', { name: 'Show data' }))
    await press(page, page.getByRole('link', { name: 'its newest invocation' }).first())
    await title(page, /^Invocation/)
  })

  test('two qualifiers are compared', async ({ page }) => {
    await enter(page, '/functions/checkout/versions?range=1h')
    await tabTo(page, page.getByRole('combobox', { name: 'First qualifier' }))
    await page.keyboard.type('live')
    await expect(page).toHaveURL(/first=live/)
    await expect(page.getByRole('region', { name: 'Compared figures' })).toBeVisible()
  })

  test('the callers of a function lead to its traces, and its configuration to what was changed', async ({ page }) => {
    await enter(page, `${FUNCTION}/triggers`)
    await press(page, page.getByRole('link', { name: 'the traces of this function' }))
    await title(page, 'Traces')
    await enter(page, `${FUNCTION}/configuration`)
    await press(page, page.getByRole('link', { name: /^What was changed/ }))
    await title(page, 'What changed')
    await press(page, page.getByRole('group', { name: 'Kind of change' }).getByRole('button', { name: 'Triggers' }))
    await expect(page).toHaveURL(/group=triggers/)
  })

  test('a plan of reservations is made', async ({ page }) => {
    await enter(page, '/concurrency')
    await tabTo(page, page.getByRole('combobox', { name: 'Function' }))
    await page.keyboard.type('catalog-api')
    await tabTo(page, page.getByRole('spinbutton', { name: /Reserve/ }))
    await page.keyboard.type('950')
    await page.keyboard.press('Enter')
    await expect(page.getByText('AWS would refuse this')).toBeVisible()
  })

  test('a word is looked for in the logs, and a line opened', async ({ page }) => {
    await enter(page, '/logs?range=1h')
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: /Words/ })).toBeFocused()
    await page.keyboard.type('REPORT')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/query=REPORT/)
    await press(page, page.getByRole('region', { name: 'Log lines' }).getByRole('button').first())
    await expect(page.getByRole('complementary', { name: 'Log line' })).toBeVisible()
  })

  test('an issue is opened, and one of its samples', async ({ page }) => {
    await enter(page, '/issues?range=3h')
    await openFirstRow(page)
    await expect(page).toHaveURL(/\/issues\/./)
    await press(page, page.getByRole('region', { name: 'Samples' }).getByRole('link').first())
    await title(page, /^Invocation/)
  })

  test('the bill is told by alias, and leads to a function', async ({ page }) => {
    await enter(page, '/cost?range=3h')
    await press(page, page.getByRole('group', { name: 'Group by' }).getByRole('button', { name: 'Alias' }))
    await expect(page).toHaveURL(/groupBy=alias/)
    await expectFresh(page)
    await press(page, page.getByRole('region', { name: 'Cost by alias' }).getByRole('row').getByRole('link').first())
    await expect(page).toHaveURL(/\/functions\//)
  })
})
