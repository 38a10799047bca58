const SEPARATOR = /[-_./: ]/

/** A name in one line or two of at most so many characters, parted where it has a separator; what is too long for both ends in …. */
export function splitName(name: string, most: number): string[] {
  if (name.length <= most) return [name]
  let at = most
  while (at > 0 && !SEPARATOR.test(name.charAt(at - 1))) at -= 1
  // What a part leaves over must fit beside it, else as much as possible is shown.
  const cut = at > 0 && name.length - at <= most ? at : most
  const rest = name.slice(cut)
  return [name.slice(0, cut), rest.length <= most ? rest : `${rest.slice(0, most - 1)}…`]
}
