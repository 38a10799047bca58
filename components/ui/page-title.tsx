import type { ReactNode } from 'react'

export function PageTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="min-w-0 break-words font-semibold text-title tracking-tight">{children}</h1>
      {aside}
    </div>
  )
}
