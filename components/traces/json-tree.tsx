'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { classNames } from '@/lib/client/class-names'

type Props = { value: unknown; name?: string; open?: boolean }

/** How many members are drawn of one object or list. */
const MOST = 200

/** JSON as a tree; what is closed is not drawn. */
export function JsonTree({ value, name, open: firstOpen = false }: Props) {
  const [open, setOpen] = useState(firstOpen)
  if (typeof value !== 'object' || value === null) {
    return (
      <p className="wrap-anywhere pl-4 font-mono text-xs">
        {name !== undefined && <span className="text-muted">{name}: </span>}
        {JSON.stringify(value)}
      </p>
    )
  }
  const members = Object.entries(value)
  const size = Array.isArray(value) ? `[${members.length}]` : `{${members.length}}`
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-[24px] w-full items-center gap-1 rounded text-left font-mono text-xs hover:bg-hover"
      >
        <ChevronRight aria-hidden className={classNames('size-3 shrink-0 text-faint', open && 'rotate-90')} />
        <span className="wrap-anywhere min-w-0">{name ?? 'JSON'}</span>
        <span className="text-muted">{size}</span>
      </button>
      {open && (
        <div className="ml-1.5 border-l pl-1.5">
          {members.slice(0, MOST).map(([key, member]) => (
            <JsonTree key={key} name={key} value={member} />
          ))}
          {members.length > MOST && (
            <p className="pl-4 text-muted text-xs">and {members.length - MOST} more, in the document below</p>
          )}
        </div>
      )}
    </div>
  )
}
