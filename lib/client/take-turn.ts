const waiting: (() => void)[] = []
let isTaking = false

/** Does this in a task of its own, after those who asked before; keys and presses are answered between two turns. Answers what calls it off. */
export function takeTurn(work: () => void): () => void {
  waiting.push(work)
  if (!isTaking) {
    isTaking = true
    setTimeout(takeNext)
  }
  return () => {
    const at = waiting.indexOf(work)
    if (at !== -1) waiting.splice(at, 1)
  }
}

function takeNext(): void {
  const work = waiting.shift()
  isTaking = work !== undefined
  if (work === undefined) return
  setTimeout(takeNext)
  work()
}
