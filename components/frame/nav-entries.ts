import { FolderSync, SquareFunction, Waypoints } from 'lucide-react'

/** Only pages that exist. */
export const NAV_ENTRIES = [
  { path: '/functions', label: 'Functions', icon: SquareFunction },
  { path: '/traces', label: 'Traces', icon: Waypoints },
  { path: '/sync', label: 'Sync', icon: FolderSync },
] as const
