/** Height of the drawing, px: the skeleton, the chart, the table and the empty state all have it. */
export const CHART_HEIGHT = 172
