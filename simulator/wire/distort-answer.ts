import { toBuffer, type WireAnswer } from '@/simulator/wire/write-answer'

const titles = {
  200: 'Welcome',
  404: '404 Not Found',
  500: '500 Internal Server Error',
  502: '502 Bad Gateway',
  504: '504 Gateway Time-out',
} as const

/** The page of a proxy, or of another emulator that does not know the call. */
export function htmlAnswer(status: keyof typeof titles): WireAnswer {
  const title = titles[status]
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  }
}

/** Half of a body that claims to be whole. */
export function cutAnswer(answer: WireAnswer): WireAnswer {
  const bytes = toBuffer(answer.body)
  return { ...answer, body: bytes.subarray(0, Math.floor(bytes.byteLength / 2)) }
}

type Member = readonly [string, unknown]

/** Answers 200 with members of the wrong type: lists become a number, everything else an object. */
export function badTypeAnswer(answer: WireAnswer): WireAnswer {
  return withMembers(answer, ([name, value]) => [name, Array.isArray(value) ? 7 : {}])
}

/** Answers 200 with null in the place of each list. */
export function nullListsAnswer(answer: WireAnswer): WireAnswer {
  return withMembers(answer, ([name, value]) => [name, Array.isArray(value) ? null : value])
}

/** Answers 200 with lists whose items have numbers for texts and texts for numbers. */
export function badFieldsAnswer(answer: WireAnswer): WireAnswer {
  return withMembers(answer, ([name, value]) => [name, Array.isArray(value) ? value.map(swapTypes) : value])
}

function swapTypes(value: unknown): unknown {
  if (typeof value === 'string') return 7
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(swapTypes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, swapTypes(member)]))
}

function withMembers(answer: WireAnswer, change: (member: Member) => Member): WireAnswer {
  const text = toBuffer(answer.body).toString('utf8')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    // Only the JSON protocols have members to put a wrong type into.
    return { ...answer, body: `not the expected format (${error instanceof Error ? error.name : 'error'})` }
  }
  if (typeof parsed !== 'object' || parsed === null) return answer
  return { ...answer, body: JSON.stringify(Object.fromEntries(Object.entries(parsed).map(change))) }
}
