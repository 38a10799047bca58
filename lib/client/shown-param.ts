type ParamReader = { get(name: string): string | null }

/** Which charts show their data as a table: their ids, parted by commas in `data`. */
export function readTables(params: ParamReader): string[] {
  return (params.get('data') ?? '').split(',').filter(Boolean)
}

/** What `data` holds once a chart shows its data, or its picture again. */
export function writeTable(params: ParamReader, chart: string, asTable: boolean): string {
  const others = readTables(params).filter((one) => one !== chart)
  return [...others, ...(asTable ? [chart] : [])].join(',')
}

/**
 * The series of a chart that are drawn, by key; null: all. In `series` they stand as CHART:KEY, parted by commas, each part
 * encoded, because keys are names of others' choosing.
 */
export function readSeries(params: ParamReader, chart: string): ReadonlySet<string> | null {
  const keys = entriesOf(params).flatMap(([of, key]) => (of === chart ? [key] : []))
  return keys.length === 0 ? null : new Set(keys)
}

/** What `series` holds once a chart draws only some of its series; null: all. */
export function writeSeries(params: ParamReader, chart: string, keys: readonly string[] | null): string {
  const others = entriesOf(params).filter(([of]) => of !== chart)
  const own = (keys ?? []).map((key): [string, string] => [chart, key])
  return [...others, ...own].map((entry) => entry.map(encodeURIComponent).join(':')).join(',')
}

function entriesOf(params: ParamReader): [string, string][] {
  return (params.get('series') ?? '').split(',').flatMap((entry): [string, string][] => {
    const [chart, key, ...rest] = entry.split(':').map(decoded)
    return chart && key && rest.length === 0 ? [[chart, key]] : []
  })
}

/** Text that is no encoding, such as a lone %, stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
