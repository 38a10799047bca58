import { enter, expectFresh, expectTitle, openFirstRow, press, tabTo } from '@/e2e/fixtures/by-keyboard'
import { expect, test } from '@/e2e/fixtures/test'

const FUNCTION = '/functions/orders-api'

// "My hands stay on the keys: can I do on each page what it is there for?"
test.describe('by keyboard alone', () => {
  test('a figure of the overview leads to its functions, and g and a letter to any page', async ({ page }) => {
    await enter(page, '/overview')
    await press(page, page.getByRole('region', { name: 'Figures of the fleet' }).getByRole('link').first())
    await expectTitle(page, 'Functions')
    for (const key of ['g', 'o']) await page.keyboard.press(key)
    await expectTitle(page, 'Overview')
  })

  test('a function is found, and its tabs are walked through', async ({ page }) => {
    await enter(page, '/functions')
    await page.keyboard.press('/')
    await page.keyboard.type('orders-api')
    await expect(page).toHaveURL(/[?&]q=orders-api/)
    await expectFresh(page)
    await page.keyboard.press('Enter')
    await openFirstRow(page)
    await expectTitle(page, 'orders-api')
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
    // Its START may be minutes late.
    await expect(list.getByText(/^(START|END|REPORT) RequestId/).first()).toBeVisible()
    await press(page, list.getByRole('link').first())
    await expectTitle(page, /^Invocation/)
    await press(page, page.getByRole('main').getByRole('link', { name: 'orders-api' }).first())
    await expectTitle(page, 'orders-api')
  })

  test('range, scope, columns and saved views are chosen', async ({ page }) => {
    await page.goto('/functions')
    await press(page, page.getByRole('button', { name: /^Accounts and regions/ }))
    await press(page, page.getByRole('button', { name: /^eu-west-1/ }))
    await expect(page).toHaveURL(/scope=\d{12}%2Feu-west-1/)
    await page.keyboard.press('Escape')
    await press(page, page.getByRole('button', { name: /^Time range/ }))
    await tabTo(page, page.getByRole('textbox', { name: 'Range in words' }))
    await page.keyboard.type('last 45 minutes')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/range=45m/)
    await press(page, page.getByRole('button', { name: 'Saved views' }))
    await tabTo(page, page.getByRole('textbox', { name: 'Name of the view' }))
    await page.keyboard.type('Mine')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('link', { name: 'Mine', exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Saved views' })).toBeFocused()
    await page.keyboard.press('Enter')
    await press(page, page.getByRole('button', { name: 'Delete the view Mine' }))
    await expect(page.getByRole('link', { name: 'Mine', exact: true })).toHaveCount(0)
    await page.keyboard.press('Escape')
    await press(page, page.getByRole('button', { name: 'Columns' }))
    await press(page, page.getByRole('dialog', { name: 'Columns' }).getByRole('button', { name: 'Region' }))
    await expect(page.getByRole('columnheader', { name: 'Region' })).toHaveCount(0)
  })

  test('a stretch of a chart is chosen, dropped, and leads to its invocations', async ({ page }) => {
    await enter(page, `${FUNCTION}?range=1h`)
    const chart = page.getByRole('region', { name: /^Invocations and errors/ })
    await tabTo(page, chart.getByRole('application'))
    const walk = async (keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const told = chart.getByRole('status')
    await walk(['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight'])
    await expect(told).toContainText('Enter offers what it leads to')
    await walk(['Escape'])
    await expect(told).toBeEmpty()
    await walk(['Shift+ArrowRight', 'Enter'])
    await expect(page.getByRole('button', { name: 'Zoom' })).toBeFocused()
    await walk(['Escape'])
    await expect(chart.getByRole('application')).toBeFocused()
    await walk(['ArrowRight', 'Shift+ArrowRight', 'Enter'])
    await press(page, page.getByRole('button', { name: 'Show invocations' }))
    await expect(page).toHaveURL(/\/invocations\?.*window=/)
    const [, fromMs, toMs] = /window=(\d+)-(\d+)/.exec(page.url()) ?? []
    expect(Number(toMs) - Number(fromMs)).toBe(120_000)
  })

  test('the overview leads to what failed most, to a call that failed, and to its trace', async ({ page, fleet }) => {
    const window = fleet.settledWindow(60)
    const { name } = await fleet.incident(window)
    await enter(page, `/overview?from=${window.fromMs}&to=${window.toMs}`)
    await press(page, page.getByRole('region', { name: 'Figures of the fleet' }).getByRole('link').nth(1))
    await expectTitle(page, 'Functions')
    const worst = page.getByRole('row').nth(1)
    await expect(worst.getByRole('rowheader')).toContainText(name)
    await press(page, worst.getByTitle(/^\d+ of \d+ invocations$/).getByRole('link'))
    await expectTitle(page, name)
    const rows = page.getByRole('region', { name: 'Invocations', exact: true }).locator('tbody tr')
    const traced = rows.filter({ has: page.locator('a[href^="/traces/"]') }).first()
    await press(page, traced.locator('a[href^="/invocations/"]').first())
    await expectTitle(page, /^Invocation/)
    await press(page, page.getByRole('main').locator('a[href^="/traces/"]').first())
    await expect(page.getByRole('treegrid', { name: 'Trace waterfall' })).toContainText(name)
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
    await expectTitle(page, /^Invocation/)
  })

  test('two qualifiers are compared over two windows', async ({ page }) => {
    await enter(page, '/functions/checkout/versions?range=1h')
    await tabTo(page, page.getByRole('combobox', { name: 'First qualifier' }))
    await page.keyboard.type('live')
    await expect(page).toHaveURL(/first=live/)
    await tabTo(page, page.getByRole('combobox', { name: 'First window' }))
    await page.keyboard.press('ArrowDown')
    await expect(page).toHaveURL(/firstWindow=before/)
    await expect(page.getByRole('region', { name: 'Compared figures' })).toBeVisible()
  })

  test('the callers of a function lead to its traces, and its configuration to what was changed', async ({ page }) => {
    await enter(page, `${FUNCTION}/triggers`)
    await press(page, page.getByRole('link', { name: 'the traces of this function' }))
    await expectTitle(page, 'Traces')
    await enter(page, `${FUNCTION}/configuration`)
    await press(page, page.getByRole('link', { name: /^What was changed/ }))
    await expectTitle(page, 'What changed')
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

  test('lines are followed and stopped, and Logs Insights is asked', async ({ page }) => {
    await enter(page, '/logs?range=15m&functionName=orders-api')
    const view = (name: string) => page.getByRole('group', { name: 'View' }).getByRole('button', { name })
    await press(page, view('Live tail'))
    await press(page, page.getByRole('button', { name: 'Pause' }))
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible()
    await page.goBack()
    await press(page, view('Logs Insights'))
    await tabTo(page, page.getByRole('textbox', { name: 'Logs Insights query' }))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('fields @timestamp | limit 3')
    await press(page, page.getByRole('button', { name: 'Run', exact: true }))
    await press(page, page.getByRole('button', { name: /^Run it for/ }))
    await expect(page).toHaveURL(/insights=/)
  })

  test('an issue is opened, ignored and reopened, and leads to one of its samples', async ({ page }) => {
    await enter(page, '/issues?range=3h')
    await openFirstRow(page)
    await expect(page).toHaveURL(/\/issues\/./)
    await press(page, page.getByRole('button', { name: 'Ignore' }))
    await press(page, page.getByRole('button', { name: 'Reopen' }))
    await expect(page.getByRole('button', { name: 'Resolve' })).toBeVisible()
    await press(page, page.getByRole('region', { name: 'Samples' }).getByRole('link').first())
    await expectTitle(page, /^Invocation/)
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
