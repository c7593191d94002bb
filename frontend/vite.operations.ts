import { type Plugin, parseSync } from 'vite'

const sdk = /\/src\/client\/sdk\.gen\.ts$/
const one = /\/src\/client\/sdk\.gen\.ts\?operation=(\w+)$/

/**
 * operations makes a module of every operation in the generated client, so that an operation loads with the screens that use it.
 * The generator writes all into one file, which a bundler can only place whole: in the first load. Imports stay as they are.
 */
export function operations(): Plugin {
  const modules = new Map<string, string>()
  return {
    name: 'kenner:operations',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      return one.test(source) ? source : undefined
    },
    load(id) {
      const code = modules.get(one.exec(id)?.[1] ?? '')
      return code === undefined ? undefined : { code, moduleType: 'ts', moduleSideEffects: false }
    },
    transform(code, id) {
      if (!sdk.test(id)) return undefined
      const lines: string[] = []
      for (const [name, own] of splitOperations(code)) {
        modules.set(name, own)
        lines.push(`export { ${name} } from '${id}?operation=${name}'`)
      }
      return { code: lines.join('\n'), moduleType: 'ts', moduleSideEffects: false }
    },
  }
}

/** splitOperations gives every operation of the generated file the source of a module of its own. */
export function splitOperations(code: string): Map<string, string> {
  const { program } = parseSync('sdk.gen.ts', code)
  const shared: string[] = []
  const operations = new Map<string, string>()
  for (const node of program.body) {
    const text = code.slice(node.start, node.end)
    const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : undefined
    const name = declared?.type === 'VariableDeclaration' ? declared.declarations[0]?.id : undefined
    if (name?.type === 'Identifier') operations.set(name.name, text)
    else if (node.type === 'ImportDeclaration' || declared?.type === 'TSTypeAliasDeclaration') shared.push(text)
    else throw new Error(`The generated client has a part that is no operation: ${text}`)
  }
  return new Map([...operations].map(([name, text]) => [name, [...shared, text].join('\n')]))
}
