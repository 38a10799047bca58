import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserContext, chromium } from '@playwright/test'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { ADMIN_TOKEN, startProduct, type TestProduct } from '@/e2e/fixtures/start-product'
import { startSimulator } from '@/e2e/fixtures/start-simulator'
import { waitForFirstPull } from '@/e2e/fixtures/wait-for-first-pull'
import { listPages } from '@/e2e/screenshots/list-pages'
import { CAPPED, DENIED, listLinesDenied, listStates, NOTHING_PULLED } from '@/e2e/screenshots/list-states'
import { listViews, listViewsOfAccounts } from '@/e2e/screenshots/list-views'
import { DIRECTORY, PICTURES_OF_ONE, type Picture, takePicture } from '@/e2e/screenshots/picture'

const EXAMPLE = { functionName: 'orders-api', place: 'region=eu-west-1', alias: 'live' }
const OTHER = { accountId: '735102948617', externalId: 'shop-8617' }
const DENIED_OPERATIONS = ['ListFunctions', 'GetMetricData', 'DescribeLogGroups', 'GetTraceSummaries']
const PATIENCE_MS = 120_000

// Pictures of every page and of the states that pages have, of the simulator's fleet: light and dark, on a desk and on a
// phone. With words behind it only of those whose names begin with one of them.
const wanted = process.argv.slice(2)
const isWanted = ({ name }: { name: string }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word))
const simulator = await startSimulator({ hours: 3, accounts: 2 })
const browser = await chromium.launch(CHROMIUM)
const problems: string[] = []
let taken = 0
try {
  mkdirSync(DIRECTORY, { recursive: true })
  await part('what pulls', () => withProduct({ LAMBDASCOPE_BACKFILL: '3h' }, takeWhatPulls))
  if (NOTHING_PULLED.some(isWanted)) {
    await part('nothing pulled', () =>
      withProduct({ LAMBDASCOPE_ROLE: 'web' }, (product, context) => takeAll(product, context, NOTHING_PULLED)),
    )
  }
  const linesDenied = listLinesDenied(EXAMPLE.functionName)
  if (linesDenied.some(isWanted)) await part('lines denied', () => withDenied(['FilterLogEvents'], linesDenied))
  if (DENIED.some(isWanted)) await part('denied', () => withDenied(DENIED_OPERATIONS, DENIED))
  console.log(`${taken * PICTURES_OF_ONE} pictures are in ${path.resolve(DIRECTORY)}`)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  await simulator.stop()
}

async function withProduct(
  env: Record<string, string>,
  use: (product: TestProduct, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const product = await startProduct({ env: { ...simulator.env, LAMBDASCOPE_SOURCE: 'aws', ...env } })
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(product.signInUrl)
    await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
    await page.close()
    await use(product, context)
  } finally {
    await context.close()
    await product.stop()
  }
}

async function takeWhatPulls(product: TestProduct, context: BrowserContext): Promise<void> {
  await waitForFirstPull(product.url)
  const find = <Answer>(address: string) => ask<Answer>(product, address)
  const window = `from=${Date.now() - 3 * 3_600_000}&to=${Date.now()}`
  await waitFor('issues', async () => (await find<{ items: object[] }>(`/api/issues?${window}`)).items.length > 0)
  await takeAll(product, context, await listPages(find, EXAMPLE))
  await takeAll(product, context, listStates(EXAMPLE.functionName))
  await takeAll(product, context, await listViews(find, EXAMPLE))
  await part('two accounts', () => takeTwoAccounts(product, context))
  await ask(product, '/api/budgets', 'PUT', { accountId: null, source: null, period: 'day', usd: 0 })
  await waitFor('a used-up budget', async () =>
    (await find<{ items: { state: string }[] }>('/api/budgets')).items.some(({ state }) => state === 'used-up'),
  )
  await takeAll(product, context, CAPPED)
}

async function takeTwoAccounts(product: TestProduct, context: BrowserContext): Promise<void> {
  const pictures = listViewsOfAccounts(OTHER.accountId)
  if (!pictures.some(isWanted)) return
  const roleArn = `arn:aws:iam::${OTHER.accountId}:role/reader`
  const settings = { name: 'Branch', roleArn, externalId: OTHER.externalId, regions: ['eu-west-1', 'us-east-1'] }
  await ask(product, '/api/accounts', 'POST', settings)
  await waitFor('another account', async () => {
    const window = `from=${Date.now() - 900_000}&to=${Date.now()}`
    const { items } = await ask<{ items: { accountId: string }[] }>(product, `/api/functions?${window}`)
    return items.some(({ accountId }) => accountId === OTHER.accountId)
  })
  await takeAll(product, context, pictures)
}

async function withDenied(operations: readonly string[], pictures: readonly Picture[]): Promise<void> {
  const rules = operations.map((operation) => ({ operation, kind: 'access-denied', every: 1 }))
  await fetch(`${simulator.url}/_faults`, { method: 'PUT', body: JSON.stringify(rules) })
  await withProduct({}, async (product, context) => {
    await waitFor('refused calls', async () => {
      const { refusals } = await ask<{ refusals: object[] }>(product, '/api/sync')
      return refusals.length > 0
    })
    // Else metrics, which are asked for beside, would be missing too.
    if (operations.includes('FilterLogEvents')) await waitFor('counts', () => hasCounts(product))
    await takeAll(product, context, pictures)
  })
}

async function hasCounts(product: TestProduct): Promise<boolean> {
  const window = `from=${Date.now() - 3_600_000}&to=${Date.now()}`
  const { items } = await ask<{ items: { invocations: number | null }[] }>(product, `/api/functions?${window}`)
  return items.length > 0 && items.every(({ invocations }) => invocations !== null)
}

/** What cannot be taken says nothing about the rest: it is told at the end. */
async function part(name: string, take: () => Promise<void>): Promise<void> {
  try {
    await take()
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function takeAll(product: TestProduct, context: BrowserContext, pictures: readonly Picture[]): Promise<void> {
  for (const picture of pictures.filter(isWanted)) {
    await part(picture.name, async () => {
      await takePicture(context, product.url, picture)
      taken += 1
    })
  }
}

async function waitFor(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await sleep(500)
  }
}

async function ask<Answer>(product: TestProduct, address: string, method = 'GET', body?: object): Promise<Answer> {
  const response = await fetch(`${product.url}${address}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
  return response.json()
}
