import { useEffect, useMemo, useState } from 'react'
import { readHidden, writeColumns } from '@/components/functions/column-choice'
import { type ColumnId, FUNCTION_COLUMNS } from '@/components/functions/function-columns'
import { remember } from '@/lib/client/remember'
import { useViewParams } from '@/lib/client/view-params'

/**
 * The columns that there are, and those that the URL hides. Where it says nothing, those that were chosen last in this
 * browser, and from then on the URL names them. Accounts are told where there are several.
 */
export function useColumns(initial: string | null, accounts: number) {
  const [remembered, setRemembered] = useState(initial)
  const { params, set } = useViewParams()
  const named = params.get('cols')
  const choice = named ?? remembered
  const hidden = useMemo(() => readHidden(choice), [choice])
  const columns = useMemo(() => FUNCTION_COLUMNS.filter(({ id }) => id !== 'account' || accounts > 1), [accounts])
  useEffect(() => {
    if (named !== null || remembered === null) return
    // Not before the router listens to history, which it does only after the first effects.
    const timer = setTimeout(() => set({ cols: remembered }, 'replace'))
    return () => clearTimeout(timer)
  }, [named, remembered, set])
  const hide = (next: ColumnId[]) => {
    const text = writeColumns(next)
    remember('columns-of-functions', text)
    setRemembered(text)
    set({ cols: text }, 'replace')
  }
  return { columns, hidden, hide }
}
