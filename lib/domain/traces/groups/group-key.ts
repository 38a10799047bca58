/** narrow: a filter expression that finds the group; not exact where it finds others too, such as URLs below this one. */
export type GroupKey = { key: string; narrow: string; exact: boolean }
