import { toBuffer, type WireAnswer } from '@/simulator/wire/write-answer'

/** The page of a proxy or another emulator that does not know the call. */
export function htmlAnswer(status: 404 | 500): WireAnswer {
  const title = status === 404 ? '404 Not Found' : '500 Internal Server Error'
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  }
}

/** Answers 200 with members of the wrong type: lists become a number, everything else an object. */
export function badTypeAnswer(answer: WireAnswer): WireAnswer {
  const text = toBuffer(answer.body).toString('utf8')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    // Only the JSON protocols have members to put a wrong type into.
    return { ...answer, body: `not the expected format (${error instanceof Error ? error.name : 'error'})` }
  }
  if (typeof parsed !== 'object' || parsed === null) return answer
  const members = Object.entries(parsed).map(([name, value]) => [name, Array.isArray(value) ? 7 : {}] as const)
  return { ...answer, body: JSON.stringify(Object.fromEntries(members)) }
}
