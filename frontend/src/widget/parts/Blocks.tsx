import { useAround } from '../context'
import type { Block, Phrase } from '../model/types'

interface BlocksProps {
  blocks: Block[]
  /** Where the article stands by itself: a place in it is opened there. */
  page: string
}

/** The text of an article. Whatever an article says is shown as text; nothing in it runs. */
export function Blocks({ blocks, page }: BlocksProps) {
  return (
    <>
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a version never changes
        <Part key={i} block={block} page={page} />
      ))}
    </>
  )
}

function Part({ block, page }: { block: Block; page: string }) {
  const { words } = useAround()
  const text = <Phrases all={block.phrases ?? []} page={page} />
  // biome-ignore lint/suspicious/noArrayIndexKey: a version never changes
  const items = block.items?.map((item, i) => <li key={i}>{<Phrases all={item} page={page} />}</li>)
  switch (block.kind) {
    case 'heading':
      return block.level === 3 ? <h4>{text}</h4> : <h3>{text}</h3>
    case 'list':
      return <ul>{items}</ul>
    case 'steps':
      return <ol>{items}</ol>
    case 'tip':
      return (
        <p class="tip">
          <b>{words.answers.tip}</b> {text}
        </p>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled to with the keyboard
        <pre tabIndex={0}>
          <code>{text}</code>
        </pre>
      )
    default:
      return <p>{text}</p>
  }
}

function Phrases({ all, page }: { all: Phrase[]; page: string }) {
  return (
    <>
      {all.map((phrase, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a version never changes
        <One key={i} phrase={phrase} page={page} />
      ))}
    </>
  )
}

function One({ phrase: { text, href, strong, em, code }, page }: { phrase: Phrase; page: string }) {
  if (href) {
    return (
      <a href={href.startsWith('#') ? page + href : href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    )
  }
  if (strong) return <strong>{text}</strong>
  if (em) return <em>{text}</em>
  return code ? <code>{text}</code> : text
}
