import { scaleLinear, scalePoint } from 'd3-scale'

/**
 * Stands for all of d3-scale in what browsers get of Recharts, which looks its scales up by name (`turbopack.resolveAlias`):
 * charts have linear axes, and `scalePoint` is what Recharts falls back to. Without scales of time and their formats the
 * charts are some 8 KB less.
 */
export { scaleLinear, scalePoint }
