import { quoteFilterText } from '@/lib/domain/traces/filter-expression/write-filter-expression'
import type { GroupKey } from '@/lib/domain/traces/groups/group-key'

/** Scheme and host stand in three parts before the path. */
const FIRST_OF_PATH = 3
/** In characters: an expression holds a start as well as a whole. */
const LONGEST_ASKED = 1_000
const NUMBER = /^\d[\d-]*$/
const HEX = /^(?=.*\d)[0-9a-f]{8,}$/i
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Letters and digits mixed, but no word with a number behind it, such as oauth2. */
const TOKEN = /^(?=.*\d)(?=.*[a-z])(?![a-z]+\d{1,3}$)[\w-]{6,}$/i
const API_VERSION = /^v\d+(?:(?:alpha|beta)\d*)?$/i

/** The group of a URL: those that differ in what names one thing of many, and in their queries, are one. */
export function groupOfUrl(method: string | null, url: string): GroupKey {
  const [path = url] = url.split('?')
  const parts = path.split('/')
  const isOne = (part: string, at: number) => at >= FIRST_OF_PATH && namesOne(part)
  const shown = parts.map((part, at) => (isOne(part, at) ? '{id}' : part))
  const first = parts.findIndex(isOne)
  const sameMethod = method === null ? '!http.method' : `http.method = ${quoteFilterText(method)}`
  const key = method === null ? shown.join('/') : `${method} ${shown.join('/')}`
  if (first < 0 && path.length <= LONGEST_ASKED) {
    const same = `(http.url = ${quoteFilterText(path)} OR http.url BEGINSWITH ${quoteFilterText(`${path}?`)})`
    return { key, narrow: `${sameMethod} AND ${same}`, exact: true }
  }
  const start = first < 0 ? path : `${parts.slice(0, first).join('/')}/`
  const begins = `http.url BEGINSWITH ${quoteFilterText(start.slice(0, LONGEST_ASKED))}`
  const [, ...others] = first < 0 ? [] : shown.slice(first).join('/').split('{id}')
  const held = others
    .filter((text) => text.length > 1 && text.length <= LONGEST_ASKED)
    .slice(0, 5)
    .map((text) => ` AND http.url CONTAINS ${quoteFilterText(text)}`)
  return { key, narrow: `${sameMethod} AND ${begins}${held.join('')}`, exact: false }
}

function namesOne(part: string): boolean {
  return !API_VERSION.test(part) && [NUMBER, HEX, UUID, TOKEN].some((pattern) => pattern.test(part))
}
