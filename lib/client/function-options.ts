import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'

/** What is asked of a function over a range that ends now, unless it is given. qualifier null: all traffic. */
export function functionRequest(
  { accountId, region }: FunctionRef,
  range: RangeChoice,
  qualifier: string | null = null,
): Record<string, string | number> {
  return { ...rangeWindow(range, Date.now()), accountId, region, ...(qualifier === null ? {} : { qualifier }) }
}

/** One of the answers that the API gives of a function over a range: /api/functions/NAME/part. */
export const functionOptions = <Answer>(
  fn: FunctionRef,
  part: string,
  range: RangeChoice,
  qualifier: string | null = null,
) =>
  queryOptions({
    queryKey: ['functions', fn, part, rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      getJson<Answer>(functionApi(fn, `/${part}`), functionRequest(fn, range, qualifier), signal),
  })
