import type { ReactNode } from 'react'
import { HelpMark } from '@/components/ui/help-mark'
import { describeKnown, isEnough } from '@/lib/domain/part-known'

/** readPart: what is read of the window where no function is known over all of it. refusal: what AWS refuses of the source, in full. */
export type Part = { known: number; functions: number; readPart: string | null; refusal: string | null }

/** One function of forty stands for none of the others. */
export function figureOf({ known, functions }: Part, value: string): string {
  return isEnough(known, functions) ? value : '—'
}

/** How it differs from before; or of how many functions it is known. */
export function PartNote({ known, functions, readPart, refusal, children }: Part & { children?: ReactNode }) {
  if (known === 0 && refusal !== null) return unreadWords(refusal)
  const part = known === 0 && readPart !== null ? readPart : describeKnown(known, functions)
  return part === null ? children : <span title={part}>{part}</span>
}

/** Why nothing of a figure is known, with what AWS refuses one press away. */
export function unreadWords(refusal: string | null) {
  if (refusal === null) return 'not read yet'
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="truncate">not allowed to be read</span>
      <HelpMark label="What AWS refuses" text={refusal} isTight />
    </span>
  )
}
