import { useEffect } from 'preact/hooks'
import { useAround } from '../context'
import { excerpt } from '../model/marks'
import type { Answer } from '../model/types'
import { Icon } from './Icon'
import { Marked } from './Marked'

const room = 110

interface AnswersProps {
  found: Answer[]
  typed: string
  /** The one that the reader comes back from. */
  focus?: string
  onOpen(answer: Answer): void
}

/** What may answer the question that is being typed, beneath it. Readers of the screen hear how many there are. */
export function Answers({ found, typed, focus, onOpen }: AnswersProps) {
  const { words, language } = useAround()
  useEffect(() => {
    if (focus) document.getElementById(`answer-${focus}`)?.focus()
  }, [focus])
  return (
    <>
      <p class="sr" role="status">
        {found.length > 0 ? words.answers.found(found.length) : ''}
      </p>
      {found.length > 0 && (
        <section class="ans" aria-labelledby="answers">
          <h2 id="answers" class="xs">
            {words.answers.title}
          </h2>
          <ul>
            {found.map((answer) => (
              <li key={answer.id}>
                <button type="button" id={`answer-${answer.id}`} lang={language} onClick={() => onOpen(answer)}>
                  <span class="grow">
                    <b>
                      <Marked text={answer.title} typed={typed} />
                    </b>
                    <span class="s i2">
                      <Marked text={excerpt(answer.summary, typed, room)} typed={typed} />
                    </span>
                  </span>
                  <Icon name="chevron" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
