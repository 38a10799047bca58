import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ChartLegend } from '@/components/charts/chart-legend'
import type { ChartSpec } from '@/components/charts/chart-spec'

it('names every limit above the plot, where no curve runs through its words', () => {
  const line = { value: 512, color: 'red' }
  const lines = [
    { ...line, label: 'Memory size 512 MB', above: false },
    { ...line, label: 'Timeout 6 s', above: true },
  ]
  const spec = { series: [], lines } as unknown as ChartSpec
  const text = renderToStaticMarkup(
    createElement(ChartLegend, { spec, legend: { hidden: new Set<string>(), press() {} } }),
  )
  expect(text).toContain('Memory size 512 MB<')
  expect(text).toContain('Timeout 6 s, above the chart')
})
