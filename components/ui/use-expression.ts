'use client'

import { useState } from 'react'
import { followsSent } from '@/components/ui/follows-sent'
import { useCompletion } from '@/components/ui/use-completion'

export type ExpressionProblem = { position: number; message: string }

/** An expression while it is typed, and what of it cannot be read. sent: the one that holds; problemOf: null for one that can be read. */
export function useExpression(sent: string, problemOf: (text: string) => ExpressionProblem | null) {
  const [text, setText] = useState(sent)
  const [problem, setProblem] = useState(() => problemOf(sent))
  const [seen, setSeen] = useState(sent)
  const write = (next: string) => {
    setText(next)
    setProblem(null)
  }
  const completion = useCompletion(text, write)
  if (sent !== seen) {
    setSeen(sent)
    if (followsSent({ text, seen, focused: completion.focused })) {
      setText(sent)
      setProblem(problemOf(sent))
    }
  }
  /** Whether it can be read; where it cannot, that is pointed at. */
  const check = (expression: string) => {
    const found = problemOf(expression)
    setProblem(found)
    return found === null
  }
  return { text, problem, completion, write, check }
}
