import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { type Part, PartNote } from '@/components/overview/part-note'

const markupOf = (own: Partial<Part>) => {
  const part = { known: 0, functions: 40, readPart: null, pulled: null, refusal: null, ...own }
  return renderToStaticMarkup(createElement(PartNote, part, '+3 %'))
}

it('says why a figure is not known, or of how many functions it is, before how it moved', () => {
  expect(markupOf({})).toContain('not read yet')
  expect(markupOf({ readPart: '1 h of 7 d read' })).toContain('1 h of 7 d read')
  expect(markupOf({ known: 30 })).toContain('30 of 40 functions known')
  expect(markupOf({ known: 40 })).toBe('+3 %')
})

it('says which part of the window a figure is of, or that it is never pulled, which is not "not yet"', () => {
  const pulled = { kind: 'part', words: '1 d of 7 d pulled' } as const
  expect(markupOf({ known: 40, pulled })).toContain('>1 d of 7 d pulled<')
  expect(markupOf({ known: 30, pulled })).toContain('>30 of 40 functions known · 1 d of 7 d pulled<')
  const beyond = markupOf({ pulled: { kind: 'beyond', words: 'before all that is pulled' } })
  expect(beyond).toContain('before all that is pulled')
  expect(beyond).toMatch(/<button[^>]*title="[^"]*LAMBDASCOPE_BACKFILL/)
  expect(beyond).not.toContain('yet')
})

it('has the missing IAM action behind a button, which a title alone keeps from keyboards', () => {
  const markup = markupOf({ refusal: 'AWS refuses GetMetricData. Allow cloudwatch:GetMetricData.' })
  expect(markup).toContain('not allowed to be read')
  expect(markup).toMatch(/<button[^>]*aria-label="What AWS refuses"/)
})
