import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'

const APP = path.join(import.meta.dirname, '../app')
const OPEN = ['/sign-in']
const ADDRESS = process.env.LAMBDASCOPE_TEST_URL ?? ''

/** The address of every page below app/, from the file system, so that none can be left out. */
function listPages(): string[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => path.dirname(file).split(path.sep))
    .map((parts) => parts.filter((part) => part !== '.' && !part.startsWith('(')))
    .map((parts) => `/${parts.map((part) => (part.startsWith('[') ? 'x' : part)).join('/')}`)
}

// "What does somebody see who is not signed in?"
test('every page but sign-in sends whoever is not signed in to sign in', async () => {
  const pages = listPages().filter((page) => !OPEN.includes(page))
  expect(pages.length).toBeGreaterThan(6)
  // With a forged cookie the quick look at the door lets pass, and the page itself has to refuse.
  for (const cookie of ['', 'lambdascope.session_token=forged.signature; lambdascope.session_data=forged']) {
    for (const page of pages) {
      const answer = await fetch(`${ADDRESS}${page}`, { redirect: 'manual', headers: { cookie } })
      expect(`${page} ${answer.status}`).toMatch(/ 30[37]$/)
      const location = answer.headers.get('location') ?? ''
      expect(`${page} ${new URL(location, ADDRESS).pathname}`).toBe(`${page} /sign-in`)
    }
  }
})

// "A colleague sent me a link: do I get there once I have signed in?"
test('signing in leads back to the page that was asked for', async () => {
  const answer = await fetch(`${ADDRESS}/traces?range=1h`, { redirect: 'manual' })
  const { searchParams } = new URL(answer.headers.get('location') ?? '', ADDRESS)
  expect(searchParams.get('next')).toBe('/traces?range=1h')
})

// "I typed the address of the product and a range."
test('the root leads to the overview, with the range', async () => {
  const answer = await fetch(`${ADDRESS}/?range=24h`, { redirect: 'manual' })
  expect(new URL(answer.headers.get('location') ?? '', ADDRESS).href).toBe(`${ADDRESS}/overview?range=24h`)
})

// "Can somebody with a cookie of his own making read what is in a page?"
test('a forged session does not open a page’s data either', async () => {
  const headers = { cookie: 'lambdascope.session_token=forged.signature', rsc: '1' }
  const answer = await fetch(`${ADDRESS}/functions?_rsc=1`, { headers })
  const text = await answer.text()
  // Within a page's stream a redirect is an instruction to the browser.
  expect(text).toContain('/sign-in')
  expect(text).not.toContain('orders-api')
})
