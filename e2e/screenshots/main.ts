import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { CHROMIUM } from '@/e2e/fixtures/chromium'
import { ADMIN_TOKEN, startProduct } from '@/e2e/fixtures/start-product'
import { startSimulator } from '@/e2e/fixtures/start-simulator'
import { waitForFirstPull } from '@/e2e/fixtures/wait-for-first-pull'
import { type ListedPage, listPages } from '@/e2e/screenshots/list-pages'

const DIRECTORY = 'test-results/screenshots'
const EXAMPLE = { functionName: 'orders-api', place: 'region=eu-west-1', alias: 'live' }
const THEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

// Pictures of every page, of the simulator's fleet after its first pull: light and dark, on a desk and on a phone.
// With words behind it only of the pages whose names begin with one of them.
const wanted = process.argv.slice(2)
const simulator = await startSimulator({ hours: 3 })
const product = await startProduct({
  env: { ...simulator.env, LAMBDASCOPE_SOURCE: 'aws', LAMBDASCOPE_BACKFILL: '3h' },
})
const browser = await chromium.launch(CHROMIUM)
try {
  await waitForFirstPull(product.url)
  mkdirSync(DIRECTORY, { recursive: true })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(product.signInUrl)
  await page.waitForURL((address) => !address.pathname.startsWith('/welcome'))
  const pages = (await listPages(find, EXAMPLE)).filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
  )
  for (const picture of pages) await take(context, picture)
  console.log(`${pages.length * THEMES.length * SIZES.length} pictures are in ${path.resolve(DIRECTORY)}`)
} finally {
  await browser.close()
  await product.stop()
  await simulator.stop()
}

async function find<Answer>(address: string): Promise<Answer> {
  const response = await fetch(`${product.url}${address}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

async function take(context: BrowserContext, { name, path: address }: ListedPage): Promise<void> {
  const page = await context.newPage()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(`${product.url}${address}`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.waitForFunction(() => document.querySelector('.skeleton') === null)
      await page.waitForLoadState('networkidle')
      await page.screenshot({ path: path.join(DIRECTORY, `${name}-${colorScheme}-${size.width}.png`), fullPage: true })
    }
  }
  await page.close()
}
