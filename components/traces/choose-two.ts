/** What is chosen to be compared after a press of one: at most two, of which the second gives way to a third. */
export function chooseTwo(chosen: readonly string[], pressed: string): string[] {
  if (chosen.includes(pressed)) return chosen.filter((one) => one !== pressed)
  return [...chosen.slice(0, 1), pressed]
}
