'use client'

import { CircleHelp } from 'lucide-react'
import { Popover } from '@/components/ui/popover'

/** What a figure counts and what not, one press away. */
export function HelpMark({ text }: { text: string }) {
  return (
    <Popover
      label="What this counts"
      title={text}
      width={300}
      className="shrink-0 rounded text-faint hover:text-text"
      trigger={<CircleHelp aria-hidden className="size-3.5" />}
    >
      <p className="px-3 py-2 font-normal text-muted text-xs normal-case">{text}</p>
    </Popover>
  )
}
