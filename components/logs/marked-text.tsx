import { Fragment } from 'react'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'

/** A text with what was searched for marked in it. */
export function MarkedText({ text, marks }: { text: string; marks: readonly string[] }) {
  if (marks.length === 0) return <>{text}</>
  const pattern = new RegExp(`(${marks.map((mark) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`)
  return (
    <>
      {text.split(pattern).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
        <Fragment key={at}>
          {at % 2 === 0 ? part : <mark className="rounded-xs bg-error-soft text-text">{part}</mark>}
        </Fragment>
      ))}
    </>
  )
}

/** The texts that lines are looked for by, the longest first. */
export function marksOf(query: LogQuery | null): string[] {
  return listTexts(query)
    .filter((text) => text !== '')
    .sort((left, right) => right.length - left.length)
}

function listTexts(query: LogQuery | null): string[] {
  if (query === null) return []
  if (query.kind === 'text') return [...query.pieces]
  if (query.kind === 'field' && query.operator === '=') return [query.value]
  return query.kind === 'and' || query.kind === 'or' ? query.parts.flatMap(listTexts) : []
}
