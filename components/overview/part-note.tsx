import type { ReactNode } from 'react'
import { HelpMark } from '@/components/ui/help-mark'
import { describeKnown, isEnough } from '@/lib/domain/part-known'
import type { PulledPart } from '@/lib/domain/pulled-part'
import { BEYOND } from '@/lib/domain/read-extent'

/**
 * readPart: what is read of the window where no function is known over all of it. pulled: which part of the window is pulled,
 * where not all is. refusal: what AWS refuses of the source, in full.
 */
export type Part = {
  known: number
  functions: number
  readPart: string | null
  pulled: PulledPart | null
  refusal: string | null
}

/** One function of forty stands for none of the others. */
export function figureOf({ known, functions }: Part, value: string): string {
  return isEnough(known, functions) ? value : '—'
}

/** How it differs from before; or of how many functions, and of which part of the window, it is known. */
export function PartNote({ known, functions, readPart, pulled, refusal, children }: Part & { children?: ReactNode }) {
  if (known === 0 && (pulled?.kind === 'beyond' || refusal !== null)) return unknownWords({ pulled, refusal })
  const ofFunctions = known === 0 && readPart !== null ? readPart : describeKnown(known, functions)
  const part = [ofFunctions, known === 0 ? null : pulled?.words].filter(Boolean).join(' · ')
  return part === '' ? children : <span title={part}>{part}</span>
}

/** Why nothing of a figure is known, with what to do about it one press away. */
export function unknownWords({ pulled, refusal }: Pick<Part, 'pulled' | 'refusal'>) {
  if (pulled?.kind === 'beyond') return <Explained words={pulled.words} label="Why it is not known" text={BEYOND} />
  if (refusal === null) return 'not read yet'
  return <Explained words="not allowed to be read" label="What AWS refuses" text={refusal} />
}

function Explained({ words, label, text }: { words: string; label: string; text: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="truncate">{words}</span>
      <HelpMark label={label} text={text} isTight />
    </span>
  )
}
