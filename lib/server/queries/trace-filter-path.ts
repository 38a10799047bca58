import { storableText } from '@/lib/domain/storable-text'
import type { FilterOperator, ServicePattern, TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'

/** Where a keyword is found in the facts of a segment, a call or a part of a root cause. */
const MEMBERS: Readonly<Record<string, string>> = {
  'http.url': '@.hu',
  'http.method': '@.hm',
  'http.useragent': '@.ha',
  'http.clientip': '@.hc',
  'http.status': '@.hs',
  responsetime: '@.t',
  duration: '@.t',
  user: '@.u',
  name: '@.n[*]',
  type: '@.y',
  message: '@.m',
  availabilityzone: '@.z',
  'instance.id': '@.x',
  'resource.arn': '@.ar',
  index: '@.o',
  coverage: '@.c',
  error: '@.e',
  fault: '@.f',
  throttle: '@.h',
  partial: '@.p',
  inferred: '@.i',
  root: '@.r',
  first: '@.b',
  last: '@.l',
  remote: '@.x',
}
const MILLISECONDS: readonly string[] = ['responsetime', 'duration']
const SPECIAL = /[\\^$.|?*+()[\]{}]/g

/** The condition as one of SQL/JSON's path language, on the facts of one segment, call or part of a root cause. */
export function filterPath(filter: TraceFilter): string {
  switch (filter.kind) {
    case 'flag':
      if (filter.flag === 'ok') return '!(@.e == true || @.f == true || @.h == true)'
      return `${memberOf(filter.flag)} == true`
    case 'exists':
      return `exists(${memberOf(filter.field)})`
    case 'number': {
      const value = MILLISECONDS.includes(filter.field) ? filter.value * 1000 : filter.value
      return comparison(memberOf(filter.field), filter.operator, String(value))
    }
    case 'text':
      return textPath(memberOf(filter.field), filter.operator, filter.value)
    case 'and':
      return `(${filterPath(filter.left)} && ${filterPath(filter.right)})`
    case 'or':
      return `(${filterPath(filter.left)} || ${filterPath(filter.right)})`
    case 'not':
      return `!(${filterPath(filter.inner)})`
    default:
      throw new Error(`${filter.kind} has no meaning within braces`)
  }
}

/** Whether a service is one of those meant. of: where it stands, such as @ or @.from. */
export function servicePath(of: string, { name, type, accountId }: ServicePattern): string {
  const conditions = [
    name === undefined ? [] : [`${of}.n[*] == ${literal(name)}`],
    type === undefined ? [] : [`${of}.y == ${literal(type)}`],
    accountId === undefined ? [] : [`${of}.a == ${literal(accountId)}`],
  ].flat()
  return conditions.length === 0 ? 'true == true' : conditions.join(' && ')
}

/** A comparison with a text; != is all that = is not. */
export function textPath(of: string, operator: FilterOperator, value: string): string {
  if (operator === 'BEGINSWITH') return `${of} starts with ${literal(value)}`
  if (operator === 'CONTAINS') return value === '' ? `exists(${of})` : `${of} like_regex ${literal(value)} flag "q"`
  if (operator === 'ENDSWITH') return `${of} like_regex ${literal(`${value.replace(SPECIAL, '\\$&')}$`)}`
  return comparison(of, operator, literal(value))
}

/** A text as the path language writes it. */
export function literal(text: string): string {
  return JSON.stringify(storableText(text))
}

function comparison(of: string, operator: FilterOperator, value: string): string {
  if (operator === '!=') return `!(${of} == ${value})`
  return `${of} ${operator === '=' ? '==' : operator} ${value}`
}

function memberOf(keyword: string): string {
  const member = MEMBERS[keyword]
  if (member === undefined) throw new Error(`${keyword} is not a keyword`)
  return member
}
