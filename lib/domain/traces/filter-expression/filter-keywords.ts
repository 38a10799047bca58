import type {
  FilterFlag,
  FilterNumber,
  FilterOperator,
  FilterScope,
  FilterText,
} from '@/lib/domain/traces/filter-expression/filter-tree'

type Words = { flags: readonly FilterFlag[]; numbers: readonly FilterNumber[]; texts: readonly FilterText[] }

const HTTP_TEXTS = ['http.url', 'http.method', 'http.useragent', 'http.clientip'] as const
const PLACE_TEXTS = ['availabilityzone', 'instance.id', 'resource.arn'] as const
const TIMES = ['responsetime', 'duration', 'http.status'] as const

/** Which keywords have a meaning where. Follows the lists of keywords in X-Ray's "Use filter expressions". */
export const FILTER_WORDS: Readonly<Record<FilterScope, Words>> = {
  trace: {
    flags: ['ok', 'error', 'fault', 'throttle', 'partial', 'inferred'],
    numbers: TIMES,
    texts: [...HTTP_TEXTS, 'user', 'name', 'type', ...PLACE_TEXTS],
  },
  service: {
    flags: ['ok', 'error', 'fault', 'throttle', 'partial', 'inferred', 'root'],
    numbers: TIMES,
    texts: [...HTTP_TEXTS, 'user', 'name', 'type', ...PLACE_TEXTS],
  },
  edge: {
    flags: ['ok', 'error', 'fault', 'throttle', 'partial'],
    numbers: TIMES,
    texts: HTTP_TEXTS,
  },
  'cause.service': { flags: ['first', 'last', 'inferred'], numbers: ['index'], texts: ['name', 'type'] },
  'cause.entity': { flags: ['first', 'last', 'remote'], numbers: ['index', 'coverage'], texts: ['name'] },
  'cause.exception': { flags: ['first', 'last'], numbers: ['index'], texts: ['name', 'message'] },
}

/** What stands for a whole trace only, written as it begins. */
export const COMPLEX_WORDS = [
  'service(',
  'edge(',
  'annotation[',
  'rootcause.fault.service',
  'rootcause.fault.entity',
  'rootcause.fault.exception',
  'rootcause.error.service',
  'rootcause.error.entity',
  'rootcause.error.exception',
  'rootcause.responsetime.service',
  'rootcause.responsetime.entity',
] as const

export const ORDERS: readonly FilterOperator[] = ['<', '<=', '>', '>=']
export const TEXT_OPERATORS: readonly FilterOperator[] = ['CONTAINS', 'BEGINSWITH', 'ENDSWITH']

/** The operators that fit a kind of value. */
export const OPERATORS_OF: Readonly<Record<'flag' | 'number' | 'text' | 'any', readonly FilterOperator[]>> = {
  flag: ['=', '!='],
  number: ['=', '!=', ...ORDERS],
  text: ['=', '!=', ...TEXT_OPERATORS],
  any: ['=', '!=', ...ORDERS, ...TEXT_OPERATORS],
}
