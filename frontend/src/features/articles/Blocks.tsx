import type { Block, Phrase } from '../../client'
import styles from './articles.module.css'
import { useTexts } from './i18n'

/** Blocks is an article as readers see it. */
export function Blocks({ blocks, language }: { blocks: Block[]; language: string }) {
  return (
    <div className={styles.read} lang={language}>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text have no other name
        <One key={at} block={block} />
      ))}
    </div>
  )
}

function One({ block }: { block: Block }) {
  const t = useTexts()
  const text = <Phrases phrases={block.phrases ?? []} />
  switch (block.kind) {
    case 'heading':
      return block.level === 3 ? <h4>{text}</h4> : <h3>{text}</h3>
    case 'list':
      return (
        <ul>
          <Items block={block} />
        </ul>
      )
    case 'steps':
      return (
        <ol>
          <Items block={block} />
        </ol>
      )
    case 'tip':
      return (
        <p className={styles.tip}>
          <strong>{t('tip')}</strong> {text}
        </p>
      )
    case 'code':
      return <pre>{text}</pre>
    default:
      return <p>{text}</p>
  }
}

function Items({ block }: { block: Block }) {
  return (block.items ?? []).map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the items of a text have no other name
    <li key={at}>
      <Phrases phrases={item} />
    </li>
  ))
}

function Phrases({ phrases }: { phrases: Phrase[] }) {
  return phrases.map((phrase, at) => {
    const key = `${at}:${phrase.text}`
    if (phrase.href) {
      return (
        <a key={key} href={phrase.href} target="_blank" rel="noreferrer">
          {phrase.text}
        </a>
      )
    }
    if (phrase.code) return <code key={key}>{phrase.text}</code>
    if (phrase.strong) return <strong key={key}>{phrase.text}</strong>
    if (phrase.em) return <em key={key}>{phrase.text}</em>
    return <span key={key}>{phrase.text}</span>
  })
}
