import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { NothingFound, NothingLine } from '@/components/ui/nothing-found'
import type { ReadExtent } from '@/lib/domain/read-extent'

it.each([NothingFound, NothingLine])(
  'leads to the Sync page where it names it, and says the rest as it is',
  (Nothing) => {
    const markupOf = (read: ReadExtent) => {
      const notice = createElement(Nothing, { what: 'Nothing changed', read, source: 'inventory' })
      const params = new URLSearchParams('range=7d')
      return renderToStaticMarkup(createElement(SearchParamsContext.Provider, { value: params }, notice))
    }
    const refused = markupOf({ of: 2, whole: 1, share: 1 })
    expect(refused).toMatch(/is not known: .*<a[^>]* href="\/sync\?range=7d"[^>]*>the Sync page<\/a> tells which\./)
    const partly = markupOf({ of: 2, whole: 1, share: 0.5 })
    expect(partly).toContain('50 % of this window.')
    expect(partly).not.toContain('<a')
  },
)
