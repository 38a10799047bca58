type Asked<Item> = { answer: Promise<IteratorResult<Item>>; isThere: boolean }

/**
 * Gives the items of a source in order, together those that came while the ones before were used: at least one and at
 * most `most`, while as many again may be on their way. An error of the source comes after the items before it.
 */
export async function* readAhead<Item>(source: AsyncGenerator<Item>, most: number): AsyncGenerator<Item[]> {
  const asked = Array.from({ length: most }, () => ask(source))
  try {
    for (;;) {
      const items: Item[] = []
      while (items.length === 0 || (items.length < most && asked[0]?.isThere)) {
        const answer = await asked.shift()?.answer
        if (answer === undefined || answer.done) return
        items.push(answer.value)
      }
      while (asked.length < most) asked.push(ask(source))
      yield items
    }
  } finally {
    // The reader may have given up while items were on their way: those are of no use, and nobody waits for them.
    void source.return(undefined).catch(() => undefined)
  }
}

/** A rejection is met by who awaits the answer, which may be later, or never. */
function ask<Item>(source: AsyncGenerator<Item>): Asked<Item> {
  const one: Asked<Item> = { answer: source.next(), isThere: false }
  one.answer.then(
    ({ done }) => {
      one.isThere = !done
    },
    () => undefined,
  )
  return one
}
