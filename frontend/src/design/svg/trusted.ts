// The one place where a string of ours becomes markup: the drawings of this folder, never anything a person typed.

interface Policy {
  createHTML(markup: string): unknown
}

interface Factory {
  createPolicy(name: string, rules: { createHTML: (markup: string) => string }): Policy
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
const policy = factory?.createPolicy('kenner-svg', { createHTML: (markup) => markup })

/** What `dangerouslySetInnerHTML` takes for one of our drawings, also under `require-trusted-types-for 'script'`. */
export function drawing(svg: string): { __html: string } {
  return { __html: (policy?.createHTML(svg) ?? svg) as string }
}
