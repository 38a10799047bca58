import { storableText } from '@/lib/domain/storable-text'

/*
 * What comes from AWS, or from something that answers in its place, is not trusted to have the type that the SDK
 * declares: a value of another type is null. Text is kept as Postgres can store it.
 */

/** Storable text, or null; empty text is null too. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return storableText(value)
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A whole number that fits Postgres's integer, or null. */
export function intOf(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : null
}

export function boolOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** Epoch ms of a Date or of date text such as 2026-10-08T07:30:27.000+0000, or null. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'string') return timeOf(new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
  if (!(value instanceof Date)) return null
  const atMs = value.getTime()
  return Number.isFinite(atMs) && Math.abs(atMs) < 8.64e14 ? atMs : null
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** The objects of a list; anything else in it is left out, and what is no list is empty. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) return []
  return value.map(recordOf).filter((item) => item !== null)
}

export function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return value.map(textOf).filter((item) => item !== null)
}

/** A JSON copy that Postgres's jsonb accepts: dates as text, storable text; null for what JSON cannot say. */
export function jsonOf(value: unknown): unknown {
  if (value === undefined || value === null) return null
  try {
    const text = JSON.stringify(value, (_key, item: unknown) => {
      if (typeof item === 'string') return storableText(item)
      if (typeof item === 'bigint') return Number(item)
      const fields = recordOf(item)
      return fields === null
        ? item
        : Object.fromEntries(Object.entries(fields).map(([key, member]) => [storableText(key), member]))
    })
    return text === undefined ? null : JSON.parse(text)
  } catch {
    // A value that refers to itself cannot come from a wire; it says nothing that could be kept.
    return null
  }
}

/** Parses JSON text that AWS hands over as a string, or null. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return null
  try {
    return jsonOf(JSON.parse(text))
  } catch {
    // Not JSON: the document is as good as absent.
    return null
  }
}

/**
 * Whether a page has its list, a token of the right type or none, and `texts` in each item. Anything else must not be taken
 * for an empty page, nor for one that has less.
 */
export function isPage(items: unknown, nextToken: unknown, ...texts: string[]): boolean {
  if (!Array.isArray(items)) return false
  if (nextToken !== undefined && nextToken !== null && typeof nextToken !== 'string') return false
  if (texts.length === 0) return true
  return items.every((item: unknown) => {
    const fields = recordOf(item)
    return fields !== null && texts.every((name) => typeof fields[name] === 'string')
  })
}
