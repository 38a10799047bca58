'use client'

import type { DataTable } from '@/components/charts/data-table'
import { useShownData } from '@/components/charts/use-shown-data'
import { Button } from '@/components/ui/button'

type Props = {
  /** Tells the pictures of a page apart, in its URL. */
  id: string
  /** What the file is named by. */
  title: string
  picture?: 'chart' | 'picture'
  table(): DataTable
}

/** Turns a picture into its data and back, and hands the data out as a file. */
export function DataSwitch({ id, title, picture = 'chart', table }: Props) {
  const { asTable, toggle } = useShownData(id)
  const save = async (kind: 'csv' | 'json') => {
    const { saveTable } = await import('@/components/charts/save-table')
    saveTable(title, table(), kind)
  }
  return (
    <span className="inline-flex shrink-0">
      {asTable &&
        (['csv', 'json'] as const).map((kind) => (
          <Button key={kind} look="ghost" size="sm" title="Save the data as a file" onClick={() => save(kind)}>
            {kind.toUpperCase()}
          </Button>
        ))}
      <Button look="ghost" size="sm" aria-pressed={asTable} onClick={toggle}>
        {asTable ? `Show ${picture}` : 'Show data'}
      </Button>
    </span>
  )
}
