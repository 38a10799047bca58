import { type DataTable, formatCsv, formatJson } from '@/components/charts/data-table'

const KINDS = {
  csv: { type: 'text/csv;charset=utf-8', format: formatCsv },
  json: { type: 'application/json', format: formatJson },
}

/** Hands the table to the browser as a file, named by what it is of. */
export function saveTable(title: string, table: DataTable, kind: keyof typeof KINDS): void {
  const { type, format } = KINDS[kind]
  const url = URL.createObjectURL(new Blob([format(table)], { type }))
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
  Object.assign(document.createElement('a'), { href: url, download: `${name}.${kind}` }).click()
  // The download has begun once the click is answered.
  setTimeout(() => URL.revokeObjectURL(url))
}
