import { expect, test } from '@/e2e/fixtures/test'

// "Orders wait in the queue: who calls the worker, and where do its events get lost?"
test('the triggers of a function name its queue, what is kept of failed events, and what is not counted', async ({
  page,
}) => {
  await page.goto('/functions/order-events?region=eu-west-1')
  await page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Triggers' }).click()
  const queue = page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: /^SQS/ }) })
  await expect(queue).toContainText('sqs · order-events')
  await expect(queue).toContainText('Enabled')
  await expect(queue).toContainText('Metrics not enabled')
  await expect(queue).toContainText('its redrive policy cannot be seen from here')
  await expect(queue).toContainText('Batch size')
  await expect(page.getByRole('region', { name: 'Retries and destinations' })).toBeVisible()
  await expect(page.getByText(/^Cannot be seen from here: callers/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Asynchronous events' })).toContainText('none in two weeks')
})
