/** From this share on, a sum over what is known passes for that of all. */
const NEARLY_ALL = 0.95
/** Below this share, a sum over what is known says nothing about all. */
const TOO_FEW = 0.5

/** Whether a sum over so many passes for that of all. */
export function isNearlyAll(known: number, all: number): boolean {
  return known > 0 && known >= all * NEARLY_ALL
}

/** Whether a sum over so many says anything of all: one function of forty stands for none of the others. */
export function isEnough(known: number, all: number): boolean {
  return known > 0 && known >= all * TOO_FEW
}

/** Of how many functions a figure is known, where that is not nearly all; null where it is. */
export function describeKnown(known: number, all: number): string | null {
  if (isNearlyAll(known, all)) return null
  return known === 0 ? 'not read yet' : `${known} of ${all} functions known`
}
