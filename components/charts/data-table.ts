/** Facts of a picture, to be taken along: a time is ISO 8601 in UTC, what is not known is null. */
export type DataTable = { columns: readonly string[]; rows: readonly (readonly (string | number | null)[])[] }

/** Comma-separated values as RFC 4180 has them; what is not known is empty. */
export function formatCsv({ columns, rows }: DataTable): string {
  const line = (cells: readonly (string | number | null)[]) => `${cells.map(csvCell).join(',')}\r\n`
  return [columns, ...rows].map(line).join('')
}

/** A list of records. */
export function formatJson({ columns, rows }: DataTable): string {
  const records = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])))
  return `${JSON.stringify(records, null, 2)}\n`
}

function csvCell(cell: string | number | null): string {
  const text = String(cell ?? '')
  // A name that a spreadsheet would take for a formula, which a number is not.
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
