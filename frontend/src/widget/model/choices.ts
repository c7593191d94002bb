interface Named {
  id: string
  name: string
}

/** Finds what a page or a person chose, by id or by the name in the brand's list. Unknown is nothing chosen. */
export function chosen(list: readonly Named[], said: string): string {
  const wanted = said.toLowerCase()
  return list.find((x) => x.id === said)?.id ?? list.find((x) => x.name.toLowerCase() === wanted)?.id ?? ''
}
