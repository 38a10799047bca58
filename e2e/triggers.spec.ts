import { expect, test } from '@/e2e/fixtures/test'

// "Orders wait in the queue: who calls the worker, and where do its events get lost?"
test('the triggers of a function show what became of the events of its queue', async ({ page }) => {
  const api = { headers: { authorization: `Bearer ${process.env.LAMBDASCOPE_TEST_TOKEN}` } }
  const to = Date.now()
  const window = `from=${to - 3_600_000}&to=${to}`
  const functions = await (await page.request.get(`/api/functions?${window}`, api)).json()
  const counted: { name: string; region: string; polled: number }[] = []
  for (const { name, region } of functions.items) {
    const { mappings } = await (
      await page.request.get(`/api/functions/${name}/triggers?${window}&region=${region}`, api)
    ).json()
    for (const { funnel } of mappings) if (funnel.polled > 0) counted.push({ name, region, polled: funnel.polled })
  }
  const [first] = counted
  if (first === undefined) throw new Error('no mapping of the fleet counts its events')
  await page.goto(`/functions/${first.name}?from=${to - 3_600_000}&to=${to}&region=${first.region}`)
  await page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Triggers' }).click()
  const events = page.getByLabel('Events', { exact: true }).first()
  await expect(events).toContainText('Polled')
  await expect(events.getByTitle(String(first.polled), { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Retries and destinations' })).toBeVisible()
  await expect(page.getByText('Cannot be seen from here')).toBeVisible()
})
