/** Rows of metric arrays as one text: a row or an array for each would cost more than its content. */
export type JoinedArrays = { values: string | null }

const [COMMA, SEMICOLON, ZERO] = [44, 59, 48]

/**
 * SQL of JoinedArrays: of each selected row its series, its start in hours since 1970, the length of its array, the place of
 * the first value that is given, and the values between two moments (parameters in epoch seconds), such as
 * `7 482000 60 30 1,,3;`. An array divides spanS from its start on into equal periods.
 */
export function joinArrays(array: string, spanS: number, fromS: string, toS: string): string {
  const place = (moment: string) =>
    `ceil(cardinality(${array}) * (${moment}::float8 - date_part('epoch', at)) / ${spanS})::int`
  const [first, end] = [`greatest(0, ${place(fromS)})`, `least(cardinality(${array}), ${place(toS)})`]
  return `string_agg(concat_ws(' ', series_id, (date_part('epoch', at) / 3600)::int, cardinality(${array}), ${first},
    array_to_string(${array}[${first} + 1 : ${end}], ',', '')) || ';', '') as values`
}

/** Walks over what joinArrays selected: begin() once for an array, then add() for each value that is known, with its place. */
export function readArrays(
  { values }: JoinedArrays,
  begin: (seriesId: number, hour: number, length: number) => void,
  add: (place: number, value: number) => void,
): void {
  const text = values ?? ''
  const head = [0, 0, 0, 0]
  for (let at = 0; at < text.length; ) {
    const start = readHead(text, at, head)
    const [seriesId = 0, hour = 0, length = 0, first = 0] = head
    begin(seriesId, hour, length)
    at = readValues(text, start, first, add) + 1
  }
}

/** Whole numbers, each with a space behind it, into head; answers where they end. Without a text for each of them. */
function readHead(text: string, start: number, head: number[]): number {
  let at = start
  for (const field of head.keys()) {
    let value = 0
    for (let code = text.charCodeAt(at); code >= ZERO && code < ZERO + 10; code = text.charCodeAt(at)) {
      value = value * 10 + code - ZERO
      at += 1
    }
    head[field] = value
    at += 1
  }
  return at
}

/** Up to the semicolon, whose place it answers. Nearly all are small whole numbers, which are read as they come. */
function readValues(text: string, start: number, first: number, add: (place: number, value: number) => void): number {
  let [place, begun, whole] = [first, start, 0]
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== COMMA && code !== SEMICOLON) {
      whole = code >= ZERO && code < ZERO + 10 ? whole * 10 + code - ZERO : Number.NaN
      continue
    }
    if (at > begun) add(place, whole <= Number.MAX_SAFE_INTEGER ? whole : Number(text.slice(begun, at)))
    if (code === SEMICOLON) return at
    place += 1
    begun = at + 1
    whole = 0
  }
}
