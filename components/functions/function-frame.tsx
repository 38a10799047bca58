import type { ReactNode } from 'react'
import { TabCoverage } from '@/components/functions/function-coverage'
import { FunctionTabs } from '@/components/functions/function-tabs'
import { FunctionTitle } from '@/components/functions/function-title'
import type { FunctionDetail } from '@/lib/contracts/function-detail'

type Props = { detail: FunctionDetail; children: ReactNode }

/** What every tab of a function stands in: its name, its qualifier and the way to the other tabs. */
export function FunctionFrame({ detail, children }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <TabCoverage fn={detail} />
      <FunctionTitle detail={detail} />
      <FunctionTabs detail={detail} />
      {children}
    </div>
  )
}
