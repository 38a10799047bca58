/** from, to: what of the text the suggestion stands for. insert: what it becomes; a field waits for its value. */
export type Suggestion = { label: string; hint: string; insert: string; from: number; to: number }

export type Vocabulary = { functions: readonly string[]; fields: readonly string[] }

const OWN_FIELDS: readonly (readonly [string, string])[] = [
  ['level', 'error, or >=warn'],
  ['function', 'a name, * for any part'],
  ['request', 'a request ID'],
  ['stream', 'part of the log stream’s name'],
  ['duration', 'of REPORT lines, ms: >1000'],
  ['maxMemoryUsed', 'of REPORT lines, MB'],
]
const LEVEL_WORDS = ['error', 'warn', 'info', 'debug', 'trace', 'fatal', '>=warn', '>=error']
const MOST = 8

/** What could stand at the cursor: a field, or a value of one that has known values. */
export function suggestTerms(text: string, cursor: number, { functions, fields }: Vocabulary): Suggestion[] {
  const typed = /[^\s()"]*$/.exec(text.slice(0, cursor))?.[0] ?? ''
  const term = typed.replace(/^-/, '')
  const colon = term.indexOf(':')
  if (colon < 0) {
    const own = OWN_FIELDS.map(([name, hint]) => ({ label: `${name}:`, hint, insert: `${name}:` }))
    const found = fields.map((name) => ({ label: `${name}:`, hint: 'field of a JSON line', insert: `${name}:` }))
    return pick([...own, ...found], term, { from: cursor - term.length, to: cursor })
  }
  const [name, value] = [term.slice(0, colon), term.slice(colon + 1)]
  const values = name === 'level' ? LEVEL_WORDS : name === 'function' ? functions : []
  const place = { from: cursor - value.length, to: cursor }
  return pick(
    values.map((one) => ({ label: one, hint: '', insert: `${one} ` })),
    value,
    place,
  )
}

/** Those that begin with what is typed, then those that hold it; none that is typed already. */
function pick(
  all: readonly Omit<Suggestion, 'from' | 'to'>[],
  typed: string,
  place: { from: number; to: number },
): Suggestion[] {
  const wanted = typed.toLowerCase()
  const names = (one: { label: string }) => one.label.toLowerCase()
  const first = all.filter((one) => names(one).startsWith(wanted))
  const then = wanted === '' ? [] : all.filter((one) => !names(one).startsWith(wanted) && names(one).includes(wanted))
  return [...first, ...then]
    .filter(({ label }) => label !== typed)
    .slice(0, MOST)
    .map((one) => ({ ...one, ...place }))
}
