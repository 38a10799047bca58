/** What a cell is ordered by; null: not known, which stands last whichever way the order goes. */
export type OrderValue = string | number | null

export type FigureOrder = { index: number; descending: boolean }

export type FigureColumn = {
  label: string
  number?: boolean
  /** Its cells may take several lines. */
  wraps?: boolean
  /** Left out on phones, for what the table is read for to be on the screen. */
  wideOnly?: boolean
  width?: number
  title?: string
}

/** values: what each cell is ordered by; undefined where its column has no order. */
export type FigureValues = { values?: readonly (OrderValue | undefined)[] }

/** Versions and names with numbers in them stand as people count. */
const COLLATOR = new Intl.Collator('en', { numeric: true })

/** The name of a column in a URL. */
function columnSlug(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** The order that a URL asks for; null: that in which the rows were given. */
export function readOrder(text: string | null, columns: readonly FigureColumn[]): FigureOrder | null {
  const name = text?.replace(/^-/, '')
  const index = columns.findIndex(({ label }) => columnSlug(label) === name)
  return index < 0 ? null : { index, descending: text?.startsWith('-') === true }
}

/**
 * What a press of a column's head asks for: figures from the highest, words from the first, then the other way, then the
 * order in which the rows were given, which is null.
 */
export function nextOrder(order: FigureOrder | null, index: number, columns: readonly FigureColumn[]): string | null {
  const column = columns[index]
  if (column === undefined) return null
  const startsDescending = column.number === true
  const isOwn = order?.index === index
  if (isOwn && order.descending !== startsDescending) return null
  const descending = isOwn ? !startsDescending : startsDescending
  return `${descending ? '-' : ''}${columnSlug(column.label)}`
}

/** The rows in an order; those that are equal in it stay as they were given. */
export function orderRows<Ordered extends FigureValues>(
  rows: readonly Ordered[],
  order: FigureOrder | null,
): readonly Ordered[] {
  if (order === null) return rows
  const sign = order.descending ? -1 : 1
  return rows.toSorted((left, right) => compare(orderValueOf(left, order), orderValueOf(right, order), sign))
}

function orderValueOf({ values }: FigureValues, { index }: FigureOrder): OrderValue {
  return values?.[index] ?? null
}

function compare(left: OrderValue, right: OrderValue, sign: number): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
  if (typeof left === 'number' && typeof right === 'number') return sign * (left - right)
  return sign * COLLATOR.compare(String(left), String(right))
}
