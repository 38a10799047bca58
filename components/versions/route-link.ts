import type { ParamPatch } from '@/lib/client/view-params'
import type { AliasTraffic } from '@/lib/contracts/versions'

/**
 * The invocations behind an alias' calls to a version. Of several versions only log lines can tell them, and those name the
 * version however it was called: an alias whose versions are called by other names too could not be shown at all.
 */
export function routeLink(
  { alias, routes }: Pick<AliasTraffic, 'alias' | 'routes'>,
  version: string,
  place: ParamPatch,
): { params: ParamPatch; title: string | undefined } {
  return routes.length === 1
    ? { params: { ...place, qualifier: alias }, title: undefined }
    : { params: { ...place, qualifier: version }, title: `Invocations of version ${version}, however it was called` }
}
