import path from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'

export const DIRECTORY = 'test-results/screenshots'
const THEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const PATIENCE_MS = 20_000
export const PICTURES_OF_ONE = THEMES.length * SIZES.length

/** Something to look at. before: what is done ahead of opening it; settle: waits for what is looked for, else for a whole page. */
export type Picture = {
  name: string
  path: string
  before?(page: Page): Promise<void>
  settle?(page: Page): Promise<void>
}

/** Light and dark, on a desk and on a phone. */
export async function takePicture(context: BrowserContext, baseUrl: string, picture: Picture): Promise<void> {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await picture.before?.(page)
  try {
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.goto(`${baseUrl}${picture.path}`)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await (picture.settle ?? isWhole)(page)
        const file = `${picture.name}-${colorScheme}-${size.width}.png`
        await page.screenshot({ path: path.join(DIRECTORY, file), fullPage: true })
      }
    }
  } finally {
    await page.close()
  }
}

async function isWhole(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  await page.waitForLoadState('networkidle')
}
