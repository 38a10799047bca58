import type { PageParts } from '@/bench/trace-page/page-parts'

/** Of Jaeger UI's trace page, whose details are a row below the row that was pressed. */
export const JAEGER_PARTS: PageParts = {
  list: '.VirtualizedTraceView--rowsWrapper',
  windowScrolls: true,
  row: '[data-item-key]:has(> .span-row)',
  rowName: 'data-item-key',
  selectedRow: ':has(+ * .detail-info-wrapper)',
  expandedRow: ':has(.SpanTreeOffset[aria-checked="true"])',
  collapsedRow: ':has(.SpanTreeOffset[aria-checked="false"])',
  opener: '.span-view',
  toggle: '.SpanTreeOffset',
  details: '.detail-info-wrapper',
  closesDetails: true,
  pending: '.LoadingIndicator',
  pendingDetails: '.LoadingIndicator',
}
