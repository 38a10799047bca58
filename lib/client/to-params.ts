/** What Next hands to a page as a record, as the query string that it was. */
export function toParams(record: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(record)) {
    for (const one of [value ?? []].flat()) params.append(name, one)
  }
  return params
}
