import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { textOf } from '@/lib/sync/aws/parse-values'

const MOST_PAGES = 10_000
const MOST_RESTARTS = 2
/** Each service refuses a token in words of its own: "The specified nextToken is invalid", "Invalid marker". */
const NAMES_TOKEN = /token|marker/i

type Call = { service: string; operation: string }

/**
 * Follows AWS's page tokens to the end. A page may be empty and still have a successor. A listing whose end is not known
 * is not whole, and throws: a token that came before, or more pages than anything has. Where a later page is refused its
 * token, which AWS forgets after a while, the pages begin again with the first one; `restarted` tells whoever collects.
 * Any other refusal is thrown: reading the pages again would cost as much and mend nothing.
 */
export async function* readPages<Page>(
  call: Call,
  read: (token: string | undefined) => Promise<Page>,
  nextToken: (page: Page) => unknown,
  restarted: () => void = () => undefined,
): AsyncGenerator<{ page: Page; isLast: boolean }> {
  let restarts = 0
  let seen = new Set<string>()
  let token: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await unlessForgotten(call, read, token, restarts < MOST_RESTARTS)
    if (page === null) {
      restarts += 1
      seen = new Set()
      token = undefined
      restarted()
      continue
    }
    const next = textOf(nextToken(page)) ?? undefined
    if (next !== undefined && seen.has(next))
      throw withoutEnd(call, 'It answered with a page token that it had given before')
    yield { page, isLast: next === undefined }
    if (next === undefined) return
    seen.add(next)
    token = next
  }
  throw withoutEnd(call, `It has more than ${MOST_PAGES} pages`)
}

/** Null when the page was refused for its token. */
async function unlessForgotten<Page>(
  call: Call,
  read: (token: string | undefined) => Promise<Page>,
  token: string | undefined,
  mayRestart: boolean,
): Promise<Page | null> {
  try {
    return await read(token)
  } catch (error) {
    if (token === undefined || !(error instanceof AwsFailure)) throw error
    // Whoever takes "gone" for "never was there, and is empty" must not do so in the middle of it.
    if (error.kind === 'gone') throw withoutEnd(call, 'It was deleted while it was read')
    if (!mayRestart || error.kind !== 'other' || !NAMES_TOKEN.test(error.message)) throw error
    return null
  }
}

function withoutEnd({ service, operation }: Call, what: string): AwsFailure {
  const iamAction = `${service}:${operation}`
  return new AwsFailure('other', `${what}, so that its end is not known. It is tried again.`, {
    service,
    operation,
    iamAction,
  })
}
