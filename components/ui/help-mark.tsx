'use client'

import { CircleHelp } from 'lucide-react'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'

/** What a figure counts and what not, one press away. isTight: other targets are beside it, so that it needs 24 px of its own. */
export function HelpMark({ text, isTight = false }: { text: string; isTight?: boolean }) {
  return (
    <Popover
      label="What this counts"
      title={text}
      width={300}
      className={classNames('shrink-0 rounded text-faint hover:text-text', isTight && 'size-[24px] justify-center')}
      trigger={<CircleHelp aria-hidden className="size-3.5" />}
    >
      <p className="px-3 py-2 font-normal text-muted text-xs normal-case">{text}</p>
    </Popover>
  )
}
