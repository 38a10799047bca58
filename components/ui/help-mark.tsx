'use client'

import { CircleHelp } from 'lucide-react'
import { Popover } from '@/components/ui/popover'
import { classNames } from '@/lib/client/class-names'

type Props = {
  text: string
  label?: string
  /** Other targets are beside it, so that it needs 24 px of its own. */
  isTight?: boolean
}

/** What a figure counts and what not, or why it is not known, one press away. */
export function HelpMark({ text, label = 'What this counts', isTight = false }: Props) {
  return (
    <Popover
      label={label}
      title={text}
      width={300}
      className={classNames('shrink-0 rounded text-faint hover:text-text', isTight && 'size-[24px] justify-center')}
      trigger={<CircleHelp aria-hidden className="size-3.5" />}
    >
      <p className="px-3 py-2 font-normal text-muted text-xs normal-case">{text}</p>
    </Popover>
  )
}
