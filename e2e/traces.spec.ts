import { expect, expectAccessible, expectNoSidewaysScroll, test } from '@/e2e/fixtures/test'

// "Which requests failed today, of which kind are they, and what do the slow ones have in common?"
test('traces are narrowed by an expression that completes itself, grouped, compared, and opened', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await expect(async () => {
    await box.fill('service("orders-a')
    await expect(page.getByRole('option', { name: /orders-api/ })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue(/^service\("orders-api"/)
  await box.fill('service("orders-api") { responsetime > 0.05 }')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/filter=service/)
  const table = page.getByRole('region', { name: 'Traces' }).getByRole('table')
  await expect(table.getByRole('row').nth(1)).toContainText('orders-api')

  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'By status' }).click()
  const groups = page.getByRole('region', { name: 'Groups by status' })
  await expect(groups.getByRole('row').nth(1)).toContainText('%')
  for (const at of [0, 1]) {
    await groups.getByRole('checkbox').nth(at).click()
    await expect(groups.getByRole('checkbox').nth(at)).toBeChecked()
  }
  await expect(page).toHaveURL(/left=.*right=/)
  await expect(page.getByRole('heading', { name: 'What differs most' })).toBeVisible()
  await page.getByRole('button', { name: 'By URL' }).click()
  const byUrl = page.getByRole('region', { name: 'Groups by URL' })
  await byUrl
    .getByRole('button', { name: /^(GET|POST|PUT|PATCH|DELETE) / })
    .first()
    .click()
  await expect(page).toHaveURL(/http\.url\+BEGINSWITH/)
  await table.getByRole('link').first().click()
  await expect(page.getByRole('treegrid', { name: 'Trace waterfall' })).toBeVisible()
  await page.goBack()
  await expect(table).toBeVisible()
})

// "What is wrong with my expression?"
test('an expression that cannot be read is pointed at, on the page and by the API', async ({ page }) => {
  await page.goto('/traces')
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await box.fill('fault AND respontime > 2')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('alert').filter({ hasText: 'At character 11: respontime is not a keyword' }),
  ).toBeVisible()
  await page.goto('/traces?filter=fault+AND')
  await expect(page.getByRole('alert').filter({ hasText: 'At character 10: Expected a condition' })).toBeVisible()
  const answer = await page.request.get(`/api/traces?from=0&to=1000&filter=${encodeURIComponent('fault AND')}`)
  expect(answer.status()).toBe(400)
  expect((await answer.json()).error).toMatchObject({ code: 'BAD_REQUEST', position: 9 })
})

// "I do not know X-Ray's language: can I ask without it, and for the trace whose ID I was sent?"
test('a form writes the expression, and an ID of either form opens its trace', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  const { traceId } = await fleet.slowOrder(window)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  await page.getByRole('button', { name: 'Filter as a form' }).click()
  const form = page.getByRole('dialog', { name: 'Filter as a form' })
  const line = form.getByRole('group', { name: 'Condition 1' })
  await line.getByLabel('Field').selectOption('HTTP status')
  await line.getByLabel('Comparison').selectOption('>=')
  await line.getByLabel('Value').fill('200')
  await form.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/filter=http\.status\+%3E%3D\+200/)
  const box = page.getByRole('combobox', { name: /Filter expression/ })
  await expect(box).toHaveValue('http.status >= 200')
  await box.fill(traceId.slice(2).replace('-', ''))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/traces/${traceId}`))
})

// "Only those slow ones up there: which are they?"
test('a drag over the scatter narrows time and duration, and a press opens the trace', async ({ page, fleet }) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}`)
  const scatter = page.getByRole('img', { name: /traces by start and duration/ })
  await expect(page.getByText(/^[\d,]+ traces$/).first()).toBeVisible()
  const at = await scatter.boundingBox()
  if (at === null) throw new Error('the scatter has no size')
  await page.mouse.move(at.x + at.width * 0.2, at.y + 2)
  await page.mouse.down()
  await page.mouse.move(at.x + at.width * 0.8, at.y + at.height * 0.7, { steps: 4 })
  await page.mouse.up()
  await expect(page).toHaveURL(/filter=duration\+%3E%3D/)
  await expect(page.getByRole('combobox', { name: /Filter expression/ })).toHaveValue(
    /^duration >= [\d.]+ AND duration <= [\d.]+$/,
  )
  await page.getByRole('button', { name: 'Show data' }).click()
  const data = page.getByRole('region', { name: 'Data of the traces by start and duration' })
  await expect(data.getByRole('link').first()).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page, { within: 'main' })
  }
})

// "I do not see it as others do, or have my phone alone: can I read groups of traces?"
test('groups of traces, and two of them compared, are accessible in both themes and fit a phone', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}&group=status&left=OK&right=Fault`)
  await expect(page.getByRole('heading', { name: 'What differs most' })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page, { within: 'main' })
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await expectNoSidewaysScroll(page)
})

// "How did the live alias do, and how much of its traffic do these traces show?"
test('traces are limited to an alias by the URL, and say how much of the traffic they show', async ({
  page,
  fleet,
}) => {
  const window = fleet.settledWindow(120)
  await page.goto(`/traces?from=${window.fromMs}&to=${window.toMs}&functionName=orders-api&qualifier=live`)
  await expect(page.getByRole('button', { name: 'Remove the filter Qualifier is live' })).toBeVisible()
  await expect(page.getByText(/^Traces (are stored of|show the requests)/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Traces' }).getByRole('row').nth(1)).toContainText('orders-api')
})
