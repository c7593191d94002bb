import type { PlayLine } from '../../../client'
import { Icon } from '../../../design/Icon'
import { clock } from '../../../i18n/format'
import { Typing, useStickyBottom } from '../parts/Thread'
import thread from '../parts/thread.module.css'
import { useAuditionTexts } from './i18n'

interface Props {
  label: string
  lines: readonly PlayLine[]
  pending?: { text: string } | null
  /** says that the customer writes */
  writes?: string
}

/** PlayThread is the chat of a play, in the look of every chat here. */
export function PlayThread({ label, lines, pending, writes }: Props) {
  const t = useAuditionTexts()
  const count = lines.length + (pending ? 1 : 0) + (writes ? 1 : 0)
  const box = useStickyBottom(count, () => undefined)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={thread.box} ref={box} role="log" aria-label={label} tabIndex={0}>
      <div className={thread.messages}>
        {lines.map((line, index) => {
          const mine = line.by === 'candidate'
          const joined = lines[index - 1]?.by === line.by
          const last = lines[index + 1]?.by !== line.by
          return (
            <div
              key={line.seq}
              className={`${thread.message} ${mine ? thread.mine : thread.theirs} ${joined ? thread.joined : ''}`}
            >
              <div className={thread.bubble} dir="auto">
                <p>{line.text}</p>
              </div>
              {last ? (
                <span className={thread.meta}>
                  <time className="fig" dateTime={line.at}>
                    {clock(line.at)}
                  </time>
                  {mine ? (
                    <>
                      <Icon name="check" size={15} />
                      {t('stored')}
                    </>
                  ) : null}
                </span>
              ) : null}
            </div>
          )
        })}
        {pending ? (
          <div className={`${thread.message} ${thread.mine}`}>
            <div className={thread.bubble} dir="auto">
              <p>{pending.text}</p>
            </div>
          </div>
        ) : null}
        {writes ? <Typing label={writes} /> : null}
      </div>
    </div>
  )
}
