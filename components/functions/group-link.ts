import type { FunctionGroup } from '@/components/functions/group-functions'
import type { ParamPatch } from '@/lib/client/view-params'

type ParamReader = { get(name: string): string | null }

const KEPT = ['q', 'runtime', 'region', 'mode', 'health', 'sort', 'cols']

/**
 * The list of the functions of a group alone, beside the filters of the page. Null for those without the tag, which no
 * filter finds, and where the page is narrowed to another tag: of several tags the list holds the functions of any.
 */
export function groupLink({ key, value }: FunctionGroup, params: ParamReader): ParamPatch | null {
  const others = (params.get('tag') ?? '').split(',').filter((tag) => tag !== '' && !tag.startsWith(`${key}=`))
  if (value === null || value.includes(',') || others.length > 0) return null
  return { ...Object.fromEntries(KEPT.map((name) => [name, params.get(name)])), tag: `${key}=${value}` }
}
