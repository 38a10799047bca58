import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { HoldingsPanel } from '@/components/concurrency/holdings-panel'

it('leads to the Sync page, which tells why settings are not known', () => {
  const place = { accountId: '111122223333', region: 'eu-west-1' }
  const panel = createElement(HoldingsPanel, { functions: [], unread: 2, place })
  const params = new URLSearchParams()
  const markup = renderToStaticMarkup(createElement(SearchParamsContext.Provider, { value: params }, panel))
  expect(markup).toMatch(/The settings of 2 functions are not known.*<a[^>]* href="\/sync"[^>]*>the Sync page<\/a>/)
})
