/** Everything deeper that follows a span, until one as shallow comes, is below it. Each span counts with all below it. */
export function sizesOf(depth: readonly number[]): number[] {
  const sizes = depth.map(() => 1)
  const open: number[] = []
  const close = (until: number, at: number) => {
    while (open.length > until) {
      const index = open.pop()
      if (index !== undefined) sizes[index] = at - index
    }
  }
  for (let at = 0; at < depth.length; at += 1) {
    close(depth[at] ?? 0, at)
    open.push(at)
  }
  close(0, depth.length)
  return sizes
}
