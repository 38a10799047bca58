import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { SavingsPanel } from '@/components/cost/savings-panel'
import type { CostResponse } from '@/lib/contracts/cost'

const REFUSAL = { operation: 'FilterLogEvents', iamAction: 'logs:FilterLogEvents', places: [] }

it.each([
  [null, 'Log lines are still read.'],
  [REFUSAL, 'Allow logs:FilterLogEvents to the role'],
])('does not say of lines that AWS refuses that they are still read', (refusal, words) => {
  const none: CostResponse['savings'] = []
  const cost = { savings: none, evenlyRead: false, refusal } as CostResponse
  const panel = createElement(SavingsPanel, { cost })
  const markup = renderToStaticMarkup(
    createElement(SearchParamsContext.Provider, { value: new URLSearchParams() }, panel),
  )
  expect(markup).toContain(words)
  expect(markup.includes('still read')).toBe(refusal === null)
})
