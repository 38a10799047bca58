import { startProduct, type TestProduct } from '@/e2e/fixtures/start-product'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { expect, test } from '@/e2e/fixtures/test'

/** The half that answers HTML, among it the listing of functions, the traces' documents and who the caller is. */
const NOT_FOUND = ['ListFunctions', 'GetFunction', 'GetPolicy', 'ListAliases', 'GetCallerIdentity', 'BatchGetTraces']
const BROKEN = ['GetAccountSettings', 'ListEventSourceMappings']

let simulator: TestSimulator
let product: TestProduct

test.describe('an endpoint that answers HTML for half of the operations', () => {
  test.use({ storageState: { cookies: [], origins: [] } })
  test.setTimeout(300_000)

  test.beforeAll(async () => {
    simulator = await startSimulator({ hours: 1, functions: 12 })
    const rules = [
      ...NOT_FOUND.map((operation) => ({ operation, kind: 'html-404' })),
      ...BROKEN.map((operation) => ({ operation, kind: 'html-500' })),
    ]
    for (const rule of rules) {
      const answer = await fetch(`${simulator.url}/_faults`, { method: 'POST', body: JSON.stringify([rule]) })
      expect(answer.ok).toBe(true)
    }
    product = await startProduct({
      env: {
        ...simulator.env,
        LAMBDASCOPE_SOURCE: 'aws',
        LAMBDASCOPE_BACKFILL: '1h',
        LAMBDASCOPE_REGIONS: 'eu-west-1',
      },
      timeoutMs: 180_000,
    })
  })

  test.afterAll(async () => {
    await product?.stop()
    await simulator?.stop()
  })

  // "Half of what I asked for is missing: what do I have, and what is not available here?"
  test('shows what can be pulled and names what is not available', async ({ page }) => {
    await page.goto(product.signInUrl)
    await expect(async () => {
      await page.goto(`${product.url}/functions?range=1h`)
      const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'orders-api', exact: true }) })
      await expect(row).toContainText('Inferred', { timeout: 1_000 })
      await expect(row).toContainText(/\d ms/, { timeout: 1_000 })
    }).toPass({ timeout: 180_000 })

    await page.goto(`${product.url}/functions/orders-api?range=1h`)
    await expect(page.getByRole('heading', { level: 1, name: 'orders-api' })).toBeVisible()
    await page.getByRole('navigation', { name: 'Function' }).getByRole('link', { name: 'Invocations' }).click()
    await expect(page.getByRole('link', { name: /^[0-9a-f]{6,}…/ }).first()).toBeVisible()

    await page.goto(`${product.url}/sync`)
    const refused = page.getByRole('region', { name: 'Refused calls' })
    await expect(refused).toContainText('ListFunctions')
    await expect(refused).toContainText('It is not available from this endpoint.')
    await expect(page.getByText(/SyntaxError|Unexpected token|<html/i)).toHaveCount(0)
  })
})
