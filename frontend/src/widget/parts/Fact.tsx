import { useAround } from '../context'
import type { FactCard } from '../model/types'
import { Icon } from './Icon'

/** A fact under the expert's own words, with where it is from. */
export function Fact({ fact }: { fact: FactCard }) {
  const { words } = useAround()
  const safe = fact.url && /^https?:\/\//.test(fact.url) ? fact.url : undefined
  return (
    <div class="fact">
      <b>
        <Icon name="fact" />
        {fact.title}
      </b>
      <p>{fact.body}</p>
      <small>
        {words.source}:{' '}
        {safe ? (
          <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
            {fact.source}
          </a>
        ) : (
          fact.source
        )}
      </small>
    </div>
  )
}
