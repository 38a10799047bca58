import { describe, expect, it } from 'vitest'
import { suggestFilter } from '@/lib/domain/traces/filter-expression/suggest-filter'

const VOCABULARY = { services: ['orders-api', 'DynamoDB'], types: ['AWS::Lambda'], annotations: ['tier', 'aws:api_id'] }

const at = (text: string, cursor = text.length) => suggestFilter(text, cursor, VOCABULARY)
const labels = (text: string) => at(text).map(({ label }) => label)
/** The text with the first suggestion chosen. */
const chosen = (text: string) => {
  const [first] = at(text)
  return first === undefined ? text : text.slice(0, first.from) + first.insert + text.slice(first.to)
}

describe('suggestFilter', () => {
  it.each([
    ['fa', 'fault '],
    ['fault AND resp', 'fault AND responsetime '],
    ['responsetime ', 'responsetime = '],
    ['http.url BEG', 'http.url BEGINSWITH '],
    ['http.url = "x" O', 'http.url = "x" OR '],
    ['service(', 'service("orders-api"'],
    ['service("dyn', 'service("DynamoDB"'],
    ['edge("a", "ord', 'edge("a", "orders-api"'],
    ['service("orders-api") ', 'service("orders-api") { '],
    ['service("orders-api") { thr', 'service("orders-api") { throttle '],
    ['service(id(name: "orders-api", type: "', 'service(id(name: "orders-api", type: "AWS::Lambda" '],
    ['annotation[ti', 'annotation[tier] '],
    ['ok annotation.aws', 'ok annotation[aws:api_id] '],
    ['fault = t', 'fault = true '],
    ['rootcause.fault.entity { rem', 'rootcause.fault.entity { remote '],
  ])('completes %s', (text, whole) => {
    expect(chosen(text)).toBe(whole)
  })

  it.each([
    ['fa|ult AND ok', 'fault AND ok'],
    ['resp|x > 2', 'responsetime > 2'],
    ['service("ord|ers") AND ok', 'service("orders-api") AND ok'],
    ["service('ord|ers') AND ok", 'service("orders-api") AND ok'],
    ['service("ord|) AND name = "x"', 'service("orders-api") AND name = "x"'],
    ['annotation[ti|x] = "gold"', 'annotation[tier] = "gold"'],
    ['http.url BEG|IN "x"', 'http.url BEGINSWITH "x"'],
  ])('takes the place of the word or text that the cursor stands in: %s', (marked, whole) => {
    const cursor = marked.indexOf('|')
    const text = marked.replace('|', '')
    const first = at(text, cursor).find(({ label }) => whole.toLowerCase().includes(label.toLowerCase()))
    expect(first && text.slice(0, first.from) + first.insert + text.slice(first.to)).toBe(whole)
  })

  it('quotes a key that cannot stand as it is', () => {
    const [first] = suggestFilter('annotation[a', 12, { ...VOCABULARY, annotations: ['a]b'] })
    expect(first?.insert).toBe('annotation["a]b"] ')
  })

  it('offers only what the grammar allows', () => {
    expect(labels('responsetime C')).not.toContain('CONTAINS')
    expect(labels('service("a") { ann')).toEqual([])
    expect(labels('http.url = "or')).toEqual([])
    expect(labels('nonsense AND ')).toEqual([])
  })
})
