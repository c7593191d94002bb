import type { DeskTexts } from '../i18n'

type Words = Parameters<DeskTexts>[0]

/** which switch turns a key off; what a text field does by itself is always on */
type KeyKind = 'alt' | 'single' | 'always'

export interface Shortcut {
  words: Words
  keys: readonly { key: string; kind: KeyKind }[]
}

const alt = (key: string) => ({ key: `Alt ${key}`, kind: 'alt' as const })
const single = (key: string) => ({ key, kind: 'single' as const })
const always = (key: string) => ({ key, kind: 'always' as const })

/** shortcuts is every key of the workbench, as it is shown. */
export const shortcuts: readonly { title: Words; keys: readonly Shortcut[] }[] = [
  {
    title: 'keysLanes',
    keys: [
      { words: 'keyLane', keys: [alt('1'), alt('2'), alt('3')] },
      { words: 'keyNext', keys: [alt('W')] },
    ],
  },
  {
    title: 'keysOffer',
    keys: [
      { words: 'keyTake', keys: [alt('Y')] },
      { words: 'keyPass', keys: [alt('N')] },
    ],
  },
  {
    title: 'keysAnswer',
    keys: [
      { words: 'keySend', keys: [always('↵')] },
      { words: 'keyLine', keys: [always('Shift ↵')] },
      { words: 'keyFact', keys: [alt('F'), single('/')] },
      { words: 'keyNote', keys: [alt('O')] },
      { words: 'keyHandOver', keys: [alt('H')] },
      { words: 'keyClose', keys: [alt('C')] },
    ],
  },
  { title: 'keysHere', keys: [{ words: 'keyAll', keys: [single('?')] }] },
]
