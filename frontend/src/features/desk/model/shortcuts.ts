import type { DeskTexts } from '../i18n'

type Words = Parameters<DeskTexts>[0]

export interface Shortcut {
  words: Words
  keys: readonly string[]
  /** which switch turns it off; what a text field does by itself is always on */
  kind: 'alt' | 'single' | 'always'
}

/** shortcuts is every key of the workbench, as it is shown. */
export const shortcuts: readonly { title: Words; keys: readonly Shortcut[] }[] = [
  {
    title: 'keysLanes',
    keys: [
      { words: 'keyLane', keys: ['Alt 1', 'Alt 2', 'Alt 3'], kind: 'alt' },
      { words: 'keyNext', keys: ['Alt W'], kind: 'alt' },
    ],
  },
  {
    title: 'keysOffer',
    keys: [
      { words: 'keyTake', keys: ['Alt Y'], kind: 'alt' },
      { words: 'keyPass', keys: ['Alt N'], kind: 'alt' },
    ],
  },
  {
    title: 'keysAnswer',
    keys: [
      { words: 'keySend', keys: ['↵'], kind: 'always' },
      { words: 'keyLine', keys: ['Shift ↵'], kind: 'always' },
      { words: 'keyFact', keys: ['Alt F'], kind: 'alt' },
      { words: 'keyFact', keys: ['/'], kind: 'single' },
      { words: 'keyNote', keys: ['Alt O'], kind: 'alt' },
      { words: 'keyHandOver', keys: ['Alt H'], kind: 'alt' },
      { words: 'keyClose', keys: ['Alt C'], kind: 'alt' },
    ],
  },
  { title: 'keysHere', keys: [{ words: 'keyAll', keys: ['?'], kind: 'single' }] },
]
