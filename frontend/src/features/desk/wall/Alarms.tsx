import { Link } from 'react-router'
import type { Wall } from '../../../client'
import { TickRing } from '../../../design/TickRing'
import { clock } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { minutes, replyWithin, ticksOf } from '../model/clocks'
import { useWallTexts, type WallTexts } from './i18n'
import { type Alarm, aboutOf, alarmsOf, openOf, since } from './wall'
import css from './wall.module.css'

const shown = 5

/** Alarms is what runs out soon: one click opens the conversation, and that is written down. */
export function Alarms({ wall }: { wall: Wall }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  const alarms = alarmsOf(wall, now).slice(0, shown)
  return (
    <>
      <h2 id="wall-over">{t('over')}</h2>
      {alarms.length === 0 ? (
        <p className="s soft">{t('overNone')}</p>
      ) : (
        <ul className={css.rows}>
          {alarms.map((alarm) => {
            const of = alarm.kind === 'silent' ? alarm.held : alarm.waiting
            return (
              <li key={of.conversationId}>
                <Link to={`/manage/conversations/${of.conversationId}`} className={css.waiting}>
                  <Clock alarm={alarm} />
                  <span className="grow">
                    <b className={css.line}>{aboutOf(of)}</b>
                    <span className="s soft">{wordsOf(alarm, t)}</span>
                  </span>
                </Link>
              </li>
            )
          })}
        </ul>
      )}
      <p className="xs quiet">{t('reading')}</p>
    </>
  )
}

function Clock({ alarm }: { alarm: Alarm }) {
  if (alarm.kind === 'waits') {
    return (
      <TickRing size={46} thick={2.4} left={20} colour="var(--ember)" figure={minutes(alarm.waited)} figureSize={13} />
    )
  }
  if (alarm.left <= 0) return <b className={`fig ${css.overdue}`}>0:00</b>
  const whole = alarm.kind === 'silent' ? replyWithin / 2 : 2 * 3_600
  const figure = alarm.left >= 3_600 ? `${Math.floor(alarm.left / 3_600)} h` : minutes(alarm.left)
  return <TickRing size={46} thick={2.4} left={ticksOf(alarm.left, whole)} figure={figure} figureSize={13} />
}

function wordsOf(alarm: Alarm, t: WallTexts): string {
  switch (alarm.kind) {
    case 'silent':
      return alarm.left > 0
        ? t('overSilent', { name: alarm.expert, time: minutes(alarm.left) })
        : t('overSilentNow', { name: alarm.expert })
    case 'waits':
      return t('overWaits', { time: minutes(alarm.waited) })
    case 'open':
      return t(alarm.left > 0 ? 'overOpen' : 'overPassed', { time: clock(alarm.waiting.answerBy ?? '') })
  }
}

/** Team is what the brand's own people hold, and the questions that were left for later. */
export function Team({ wall }: { wall: Wall }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  const open = openOf(wall)
  return (
    <>
      <h3>{t('staff')}</h3>
      {wall.staff.length === 0 && <p className="s soft">{t('staffNone')}</p>}
      <ul className={css.lines}>
        {wall.staff.slice(0, shown).map((held) => (
          <li key={held.conversationId}>
            <Link to={`/manage/conversations/${held.conversationId}`}>{aboutOf(held)}</Link>
            <span className="s quiet">
              {held.staff} <span className="fig">{minutes(since(held.since, now))}</span>
            </span>
          </li>
        ))}
      </ul>
      <h3>{t('openQuestions')}</h3>
      {open.length === 0 && <p className="s soft">{t('openQuestionsNone')}</p>}
      <ul className={css.lines}>
        {open.slice(0, shown).map((waiting) => (
          <li key={waiting.conversationId}>
            <Link to={`/manage/conversations/${waiting.conversationId}`}>{aboutOf(waiting)}</Link>
            <span className="s quiet fig">{t('answerBy', { time: clock(waiting.answerBy ?? '') })}</span>
          </li>
        ))}
      </ul>
      {open.length > shown && <p className="s quiet">{t('more', { count: open.length - shown })}</p>}
    </>
  )
}
