import { type BrowserContext, chromium } from '@playwright/test'
import type { Figure } from '@/bench/figure'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { ADMIN_TOKEN, startProduct } from '@/e2e/fixtures/start-product'
import { waitForFirstPull } from '@/e2e/fixtures/wait-for-first-pull'

const SETTLED_MS = 1_000
/** What the product promises, in KB. */
const AT_MOST: Readonly<Record<string, number>> = { overview: 300, functions: 230, 'function-summary': 300 }

/** first-load.<page>.js_gzip_kb: the bytes of all scripts that a browser with an empty cache fetches for a page. */
export async function run(report: (figure: Figure) => void): Promise<void> {
  const product = await startProduct({ env: { LAMBDASCOPE_BACKFILL: '3h' } })
  const browser = await chromium.launch(CHROMIUM)
  try {
    const strangers = await browser.newContext()
    report(await measure(strangers, 'sign-in', `${product.url}/sign-in`))
    await waitForFirstPull(product.url)
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(product.signInUrl)
    await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
    await page.close()
    const trace = await findTrace(product.url)
    const pages = {
      overview: '/overview',
      functions: '/functions',
      'function-summary': '/functions/orders-api',
      traces: '/traces',
      trace: `/traces/${trace}`,
      sync: '/sync',
    }
    for (const [name, address] of Object.entries(pages)) report(await measure(context, name, product.url + address))
  } finally {
    await browser.close()
    await product.stop()
  }
}

async function measure(context: BrowserContext, name: string, url: string): Promise<Figure> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || /javascript/.test(response.mimeType)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  const response = await page.goto(url, { waitUntil: 'networkidle' })
  if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`)
  // Charts are fetched after the first paint and stand in for their skeletons: they are part of what the page costs.
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(SETTLED_MS)
  await page.close()
  const atMost = AT_MOST[name]
  const figure = { name: `first-load.${name}.js_gzip_kb`, value: bytes / 1024, unit: 'KB', n: 1 }
  return atMost === undefined ? figure : { ...figure, atMost }
}

async function findTrace(url: string): Promise<string> {
  const to = Date.now()
  const response = await fetch(`${url}/api/traces?from=${to - 3 * 3_600_000}&to=${to}&limit=1`, {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
  })
  const { items }: { items: { id: string }[] } = await response.json()
  const id = items[0]?.id
  if (id === undefined) throw new Error('there is no trace to open')
  return id
}
