import {
  Bug,
  CircleDollarSign,
  FolderSync,
  Gauge,
  History,
  Layers,
  Network,
  ScrollText,
  SquareFunction,
  Waypoints,
} from 'lucide-react'

/** Only pages that exist. key: what follows "g" to go there. */
export const NAV_ENTRIES = [
  { path: '/overview', key: 'o', label: 'Overview', icon: Gauge },
  { path: '/functions', key: 'f', label: 'Functions', icon: SquareFunction },
  { path: '/traces', key: 't', label: 'Traces', icon: Waypoints },
  { path: '/map', key: 'm', label: 'Map', icon: Network },
  { path: '/logs', key: 'l', label: 'Logs', icon: ScrollText },
  { path: '/issues', key: 'i', label: 'Issues', icon: Bug },
  { path: '/concurrency', key: 'c', label: 'Concurrency', icon: Layers },
  { path: '/cost', key: 'd', label: 'Cost', icon: CircleDollarSign },
  { path: '/changes', key: 'w', label: 'What changed', icon: History },
  { path: '/sync', key: 's', label: 'Sync', icon: FolderSync },
] as const
