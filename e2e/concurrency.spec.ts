import { expect, test } from '@/e2e/fixtures/test'

const MINUTE = 60_000
const minuteOf = (atMs: number) => Math.floor(atMs / MINUTE) * MINUTE

// "Was it throttled, and by which limit?"
test('throttles are explained by the limit that was reached', async ({ page, fleet }) => {
  const settled = fleet.settledWindow(150)
  // Its bursts come by the clock, so that at night too some of its calls are refused.
  const refused = await fleet.throttles('us-east-1', 'newsletter', settled)
  const last = refused.at(-1)
  if (last === undefined) throw new Error('nobody was refused')
  const toMs = Math.min(settled.toMs, minuteOf(last.atMs) + 10 * MINUTE)
  const window = { fromMs: toMs - 30 * MINUTE, toMs }
  const inside = refused.filter(({ atMs }) => atMs >= window.fromMs && atMs < toMs)
  const minutes = new Set(inside.map(({ atMs }) => minuteOf(atMs))).size
  const asked = `/functions/newsletter/concurrency?region=us-east-1&from=${window.fromMs}&to=${window.toMs}`
  // A panel of a window that is over asks once: what is reserved has to be known by then.
  const isSettingKnown = async () => (await (await page.request.get(`/api${asked}`)).json()).settingsRead
  await expect.poll(isSettingKnown, { timeout: 90_000 }).toBe(true)
  await page.goto(asked)
  const figures = page.getByRole('region', { name: 'Concurrency', exact: true })
  await expect(figures.getByTitle(String(inside.length), { exact: true }).first()).toBeVisible()
  await expect(
    // What was reserved before the first look at the functions is not known, and the cause therefore only possible.
    page.getByText(
      new RegExp(
        `Throttled in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, (possibly )?by its own reserved concurrency`,
      ),
    ),
  ).toBeVisible()
  await expect(page.getByRole('list', { name: 'Limits' }).getByRole('listitem')).toHaveCount(5)
  await page.getByRole('region', { name: 'Throttled minutes' }).getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Concurrency' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Functions of this minute' })).toContainText('newsletter')
})

// "Which environments ran it, and which of them started cold?"
test('execution environments have a lane each, and the table names them', async ({ page, fleet }) => {
  // Of a window that is over no row comes or goes while it is read.
  const { fromMs, toMs } = fleet.settledWindow(15)
  await page.goto(`/functions/orders-api/concurrency?from=${fromMs}&to=${toMs}`)
  await expect(page.getByRole('img', { name: /execution environments and their invocations/ })).toBeVisible()
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Execution environments/ }) })
  await panel.getByRole('button', { name: 'Show data' }).click()
  const environments = page.getByRole('region', { name: 'Execution environments' })
  const count = environments.getByRole('button', { name: /^Invocations of / }).first()
  await count.focus()
  await page.keyboard.press('Enter')
  const invocations = page.getByRole('dialog', { name: /^Invocations of / }).getByRole('link')
  await expect(invocations).toHaveCount(Number(await count.textContent()))
  await expect(invocations.first()).toBeInViewport({ ratio: 1 })
  await invocations.last().press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /Invocation/ })).toBeVisible()
})

// "Who eats the pool, and may I reserve that much?"
test('the planner refuses what AWS would refuse', async ({ page }) => {
  await page.goto('/concurrency')
  await expect(page.getByRole('region', { name: /^Claimed concurrency/ })).toBeVisible()
  const plan = async (reserved: string) => {
    await page.getByRole('combobox', { name: 'Function' }).fill('catalog-api')
    await page.getByRole('spinbutton', { name: /Reserve/ }).fill(reserved)
    await page.getByRole('button', { name: 'Add to the plan' }).click()
  }
  await plan('950')
  await expect(page.getByText('AWS would refuse this')).toBeVisible()
  await expect(page.getByText(/AWS keeps at least 100/)).toBeVisible()
  await plan('10')
  await expect(page.getByText('AWS would take this')).toBeVisible()
  await expect(page).toHaveURL(/plan=catalog-api%3D10/)
  await page.getByRole('button', { name: 'Take catalog-api out of the plan' }).click()
  await expect(page.getByText('AWS would take this')).toBeHidden()
})

test('a place that is not known says so, and leads to those that are', async ({ page }) => {
  await page.goto('/concurrency?place=000000000000/eu-west-1')
  await expect(page.getByRole('heading', { level: 1, name: /^Nothing is known of account 000000000000/ })).toBeVisible()
  await page.getByRole('link', { name: 'Show all accounts and regions' }).click()
  await expect(page.getByRole('region', { name: /^Claimed concurrency/ })).toBeVisible()
})
