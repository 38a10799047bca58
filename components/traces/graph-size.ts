/** The box of a node in a drawing, in pixels. */
export const NODE_WIDTH = 176
export const NODE_HEIGHT = 44
