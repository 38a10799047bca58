/** Where a trace page keeps what is looked at and pressed, in selectors: what differs between pages that are measured alike. */
export type PageParts = {
  /** What holds the rows. */
  list: string
  /** The window scrolls the rows, else the list itself. */
  windowScrolls: boolean
  row: string
  /** The attribute of a row that names its span or its place. */
  rowName: string
  /** What a row matches while its details are shown, and while the rows below it are, and are not. */
  selectedRow: string
  expandedRow: string
  collapsedRow: string
  /** Within a row, what opens its details (null: the row itself), and what hides the rows below it. */
  opener: string | null
  toggle: string
  details: string
  /** Details that open below their row push others away: pressed again, so that each press finds the page as the first one did. */
  closesDetails: boolean
  /** What stands where something is still to come, in the page, and in details. */
  pending: string
  pendingDetails: string
}

/** Of the product's own trace page. */
export const OWN_PARTS: PageParts = {
  list: '[role="treegrid"]',
  windowScrolls: false,
  row: '[role="treegrid"] [data-index]',
  rowName: 'data-index',
  selectedRow: '[aria-selected="true"]',
  expandedRow: '[aria-expanded="true"]',
  collapsedRow: '[aria-expanded="false"]',
  opener: null,
  toggle: '[data-toggle]',
  details: 'aside[aria-label="Segment details"]',
  closesDetails: false,
  pending: '.skeleton',
  pendingDetails: '.skeleton, .stale',
}
