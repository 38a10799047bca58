import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ResultMark } from '@/components/ui/result-mark'
import { RESULT_FILTERS, resultWords } from '@/lib/client/result-words'

it('has each result in the colour that charts draw it with, so that a timeout is told from running out of memory', () => {
  const results = RESULT_FILTERS.map(({ value }) => value).filter((value) => value !== 'failed')
  expect(results).toContain('timeout')
  for (const result of results) {
    const markup = renderToStaticMarkup(createElement(ResultMark, { result }))
    expect(markup).toContain(`color:${resultWords(result).color}`)
  }
  expect(new Set(['error', 'timeout', 'out-of-memory'].map((one) => resultWords(one).color)).size).toBe(3)
})
