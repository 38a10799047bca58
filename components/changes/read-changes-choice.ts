import type { ChangesChoice } from '@/lib/client/changes-options'
import { parseScope } from '@/lib/client/place'
import { readRange } from '@/lib/client/range-param'
import type { ChangeGroup } from '@/lib/contracts/changes'
import { CHANGE_GROUPS } from '@/lib/domain/change-groups'

type ParamReader = { get(name: string): string | null }

/** Which changes a URL asks for. */
export function readChangesChoice(params: ParamReader): ChangesChoice {
  const group = params.get('group')
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    group: isGroup(group) ? group : null,
    search: params.get('q') || null,
    functionName: params.get('functionName') || null,
  }
}

function isGroup(text: string | null): text is ChangeGroup {
  return text !== null && text in CHANGE_GROUPS
}
