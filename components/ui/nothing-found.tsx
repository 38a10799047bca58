import type { ReactNode } from 'react'
import { LinkedWords } from '@/components/ui/linked-words'
import { Notice } from '@/components/ui/notice'
import { type ReadExtent, type ReadSource, sayNothing } from '@/lib/domain/read-extent'

type Props = {
  /** What did not happen, such as "Nothing changed". */
  what: string
  read: ReadExtent
  source: ReadSource
}

type NoticeProps = Props & {
  /** It is well that there is nothing. */
  isGood?: boolean
  /** What stands there instead while nothing is read. */
  whileUnread?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}

/** Where a page has nothing to show: because nothing happened, nothing in what is read, or because nothing is read. */
export function NothingFound({ what, read, source, isGood, whileUnread, actions, children }: NoticeProps) {
  const { kind, title, text } = sayNothing(what, read, source)
  const isUnread = kind === 'unread' || kind === 'refused'
  if (isUnread && whileUnread) return whileUnread
  const known = isGood ? 'ok' : 'empty'
  const isRead = kind === 'whole' || kind === 'partly'
  const icon = { refused: 'denied', whole: known, beyond: 'empty', partly: 'waiting', unread: 'waiting' } as const
  return (
    <Notice kind={icon[kind]} title={title} actions={actions} live={kind !== 'whole'}>
      {text !== null && <LinkedWords text={text} />}
      {text !== null && isRead && children !== undefined && <br />}
      {isRead && children}
    </Notice>
  )
}

/** The same as one line of a panel. */
export function NothingLine({ what, read, source }: Props) {
  const { title, text } = sayNothing(what, read, source)
  return (
    <p className="min-h-9 px-3 pb-3 text-muted text-sm">
      {title}. {text !== null && <LinkedWords text={text} />}
    </p>
  )
}
