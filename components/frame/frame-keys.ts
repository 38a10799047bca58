import { NAV_ENTRIES } from '@/components/frame/nav-entries'

/** Where "g" and a letter lead. */
export const GO_KEYS: ReadonlyMap<string, string> = new Map(NAV_ENTRIES.map(({ key, path }) => [key, path]))
