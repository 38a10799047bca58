/** Gives the items of a source in order, while the one after is already on its way: never more than one ahead. */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  let ahead = quiet(source.next())
  try {
    for (;;) {
      const { done, value } = await ahead
      if (done) return
      ahead = quiet(source.next())
      yield value
    }
  } finally {
    // The reader may have given up while an item was on its way: that one is of no use, and nobody waits for it.
    void quiet(source.return(undefined))
  }
}

/** Its rejection is met by who awaits it, which may be later, or never. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined)
  return promise
}
