import { number } from '../i18n/format'
import { Bird } from './Bird'
import './board.css'
import { useGlide } from './useGlide'

export interface BoardItem {
  rank: number
  expertId: string
  name: string
  bird: number
  score: number
  me: boolean
  moved: number
}

/** BoardRows is the board beside the work: place, alias bird, name, score. Rows glide; the own row is on the lead colour. */
export function BoardRows({ items, you, big }: { items: readonly BoardItem[]; you: string; big?: boolean }) {
  const list = useGlide<HTMLOListElement>(items.map((item) => item.expertId).join())
  return (
    <ol className={big ? 'board-rows big' : 'board-rows'} ref={list}>
      {items.map((item) => (
        <li key={item.expertId} data-glide={item.expertId} className={item.me ? 'mine' : undefined} value={item.rank}>
          <span className="fig place">{item.rank}</span>
          <Bird number={item.bird} size={big ? 32 : 26} />
          <span className="name">{item.me ? you : item.name}</span>
          <span className="fig score">{number(item.score)}</span>
        </li>
      ))}
    </ol>
  )
}
