import { expect, it } from 'vitest'
import { listResults } from '@/components/concurrency/list-results'

const lane = (...results: string[]) => ({ bars: results.map((result) => ({ result })) })

it('names the results that there are, those of one colour together', () => {
  const told = listResults([lane('timeout', 'success'), lane('init-error', 'error', 'success')])
  expect(told.map(({ label, results }) => [label, [...results]])).toEqual([
    ['Success', ['success']],
    ['Error, init error', ['error', 'init-error']],
    ['Timeout', ['timeout']],
  ])
  expect(listResults([lane('success')]).map(({ label }) => label)).toEqual(['Success'])
})
