/** Height of the drawing, px: the skeleton, the chart, the table and the empty state all have it. */
export const CHART_HEIGHT = 172

/** Where the plot begins and ends within the drawing, px from its left and right. */
export const PLOT_LEFT = 64
export const PLOT_RIGHT = 12

/** Height of the axis of time under the plot, px. */
export const PLOT_BOTTOM = 22
