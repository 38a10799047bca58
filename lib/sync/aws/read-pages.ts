import { textOf } from '@/lib/sync/aws/parse-values'

/** Follows AWS's page tokens to the end. A page may be empty and still have a successor; a token that repeats ends it. */
export async function* readPages<Page>(
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => unknown,
): AsyncGenerator<{ page: Page; isLast: boolean }> {
  let token: string | undefined
  for (;;) {
    const page = await read(token)
    const next = textOf(nextToken(page)) ?? undefined
    const isLast = next === undefined || next === token
    yield { page, isLast }
    if (isLast) return
    token = next
  }
}
