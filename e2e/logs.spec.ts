import { expect, test } from '@/e2e/fixtures/test'

// "Where do my logs say that, in which functions, since when, and what came just before?"
test('a word of the logs leads to its lines, what came before them, and the invocation that wrote them', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  const { requestId } = await fleet.slowOrder(window)
  await page.goto(`/logs?from=${window.fromMs}&to=${window.toMs}`)
  const box = page.getByRole('combobox', { name: /Words/ })
  await expect(async () => {
    await box.fill('REPORT func')
    await expect(page.getByRole('option', { name: /^function:/ })).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await box.pressSequentially('orders-api')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/query=REPORT\+function%3Aorders-api/)
  const lines = page.getByRole('region', { name: 'Log lines' })
  await expect(lines.getByRole('listitem').first()).toContainText('orders-api')
  await expect(page.getByRole('slider', { name: /lines; Show data/ })).toBeVisible()

  await page.goto(`/logs?from=${window.fromMs}&to=${window.toMs}&query=request:${requestId}+REPORT`)
  await lines.getByRole('button').first().click()
  const panel = page.getByRole('complementary', { name: 'Log line' })
  await expect(panel.getByRole('region', { name: 'Lines around it' }).getByRole('button').first()).toBeVisible()
  await expect(panel).toContainText(`REPORT RequestId: ${requestId}`)
  await panel.getByRole('link', { name: 'Open its invocation' }).click()
  await expect(page.getByRole('heading', { name: new RegExp(requestId) })).toBeVisible()
  await page.goBack()
  await expect(panel).toContainText(`REPORT RequestId: ${requestId}`)
})

// "I mistyped my search: what is wrong with it?"
test('a search that cannot be read is pointed at', async ({ page }) => {
  await page.goto('/logs')
  const box = page.getByRole('combobox', { name: /Words/ })
  await expect(async () => {
    await box.fill('level:loud')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: 'At character 7: loud is no level' })).toBeVisible({
      timeout: 500,
    })
  }).toPass()
  await page.goto('/logs?query=level:loud')
  await expect(page.getByRole('alert').filter({ hasText: 'At character 7: loud is no level' })).toBeVisible()
})

// "There are thousands of lines: what do they say in the main?"
test('patterns show what the logs say, and lead to their lines with the keyboard alone', async ({ page, fleet }) => {
  const window = fleet.settledWindow(60)
  await page.goto(`/logs?from=${window.fromMs}&to=${window.toMs}&functionName=orders-api`)
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Patterns' }).press('Enter')
  const report = page.getByRole('region', { name: 'Patterns' }).getByRole('button', { name: /^REPORT RequestId: <id>/ })
  await report.first().press('Enter')
  await expect(page).toHaveURL(/query=/)
  const lines = page.getByRole('region', { name: 'Log lines' })
  await expect(lines.getByRole('listitem').first()).toContainText('REPORT RequestId')
})

// "I deployed just now: what does it write, and how old is what I see?"
test('the live tail says how far behind it is', async ({ page }) => {
  await page.goto('/logs?view=tail')
  await expect(page.getByRole('status').filter({ hasText: /log groups were read up to/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Log lines' }).getByRole('listitem').first()).toBeVisible()
})

// "I need more than is stored: what will AWS bill me for asking?"
test('Logs Insights says what a query costs before it runs', async ({ page }) => {
  const query = 'fields @timestamp, @message | limit 7'
  await page.goto(`/logs?view=insights&functionName=orders-api&range=15m&iq=${encodeURIComponent(query)}`)
  await expect(page.getByRole('textbox', { name: 'Logs Insights query' })).toHaveValue(query)
  await expect(
    page.getByRole('status').filter({ hasText: /^Scans .* of \/aws\/lambda\/orders-api: .*\$/ }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('button', { name: /^Run it for .*\$/ }).click()
  await expect(page).toHaveURL(/insights=/)
  const rows = page.getByRole('region', { name: 'Rows of Logs Insights' })
  await expect(rows.getByRole('columnheader', { name: '@message' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('status').filter({ hasText: /scanned · \$/ })).toBeVisible()
})

// "Only those of this warehouse; and then all but those: what do they say, and is it an error?"
test('lines are found by a field of theirs, by level, and by what they are not', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  const lines = page.getByRole('region', { name: 'Log lines' }).getByRole('listitem')
  const search = async (query: string) => {
    const asked = page.waitForResponse((answer) => answer.url().includes('/api/logs?'))
    await page.getByRole('combobox', { name: /Words/ }).fill(query)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    expect(new URL((await asked).url()).searchParams.get('query')).toBe(query)
  }
  await page.goto(`/logs?from=${window.fromMs}&to=${window.toMs}&functionName=checkout`)
  await search('warehouse:DUB-1')
  await expect(lines.filter({ hasNotText: 'DUB-1' })).toHaveCount(0)
  await expect(lines.first()).toBeVisible()
  await search('"stock reserved" -warehouse:DUB-1')
  await expect(lines.filter({ hasText: 'DUB-1' })).toHaveCount(0)
  await expect(lines.filter({ hasText: /FRA-2|MAD-1/ }).first()).toBeVisible()
  await search('level:info -"stock reserved"')
  await expect(lines.filter({ hasText: 'stock reserved' })).toHaveCount(0)
  await expect(lines.filter({ hasNotText: 'info' })).toHaveCount(0)
  await expect(lines.first()).toBeVisible()
})
