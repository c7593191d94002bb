import { Link } from 'react-router'
import { PointsChip } from '../../design/PointsChip'
import { day, number, weekdayAndClock } from '../../i18n/format'
import { AskPerson } from '../../points/AskPerson'
import { useKindName } from '../../points/awardWords'
import type { Case, Hit, Hold } from './api'
import styles from './cases.module.css'
import { Decide, Reply, Second } from './Decide'
import { useTexts } from './i18n'

/** CaseCard is one case: what was found, which points wait, what was decided, and what can be done now. */
export function CaseCard({ one, staff = false }: { one: Case; staff?: boolean }) {
  const t = useTexts()
  const title = staff ? one.expert : t(`origin_${one.origin}`)
  const late = one.state === 'appealed' && one.answerBy !== undefined && Date.parse(one.answerBy) < Date.now()
  return (
    <section className={`card ${styles.card}`} aria-label={`${title}, ${day(one.openedAt)}`}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <span className="tag">{t(`state_${one.state}`)}</span>
        {late && <span className="tag ember">{t('late')}</span>}
        <span className="s quiet">
          {staff ? `${t(`origin_${one.origin}`)} · ` : ''}
          {day(one.openedAt)}
        </span>
      </header>
      {one.words && <blockquote className={styles.words}>{one.words}</blockquote>}
      {one.hits.map((hit) => (
        <Found key={`${hit.rule} ${hit.foundAt} ${hit.conversations.join()}`} hit={hit} />
      ))}
      <About one={one} staff={staff} />
      {one.holds.length > 0 && <Waiting holds={one.holds} staff={staff} />}
      <Decision one={one} />
      <Appeal one={one} />
      {one.may.includes('decide') && <Decide one={one} />}
      {one.may.includes('second') && <Second one={one} />}
      {(one.may.includes('appeal') || one.may.includes('answer')) && <Reply one={one} />}
    </section>
  )
}

/** What a signal found, in a sentence and its figures. */
function Found({ hit }: { hit: Hit }) {
  const t = useTexts()
  return (
    <div className={styles.found}>
      <p>
        <b>{t(`rule_${hit.rule}` as 'rule_pair')}</b> {hit.victim && t('victim')}
      </p>
      <dl className={styles.figures}>
        {hit.evidence.map(({ key, amount }) => (
          <div key={key}>
            <dt className="s soft">{t(`evidence_${key}` as 'evidence_conversations')}</dt>
            <dd className="fig">
              {number(amount)}
              {key === 'share' && ' %'}
            </dd>
          </div>
        ))}
      </dl>
      {hit.conversations.length > 0 && <Where conversations={hit.conversations} />}
    </div>
  )
}

/** The conversations that a signal rests on, to be read by staff. */
function Where({ conversations }: { conversations: string[] }) {
  const t = useTexts()
  return (
    <details>
      <summary className="s">{t('where', { count: conversations.length })}</summary>
      <p className={styles.where}>
        {conversations.map((id, index) => (
          <Link key={id} className="btn second small" to={`/manage/conversations/${id}`}>
            {t('conversation', { number: index + 1 })}
          </Link>
        ))}
      </p>
    </details>
  )
}

/** What a question is about, and for staff the flag that a case came of. */
function About({ one, staff }: { one: Case; staff: boolean }) {
  const t = useTexts()
  const kind = one.about?.split(':')[0]
  if (!kind && !one.flagId) return null
  return (
    <p className="s soft">
      {kind && t(`about_${kind}` as 'about_award')}{' '}
      {staff && one.flagId && <Link to={`/manage/queue/${one.flagId}`}>{t('toFlag')}</Link>}
    </p>
  )
}

/** The entries concerned. What waits is hatched; what was taken back says so. */
function Waiting({ holds, staff }: { holds: Hold[]; staff: boolean }) {
  const t = useTexts()
  const kindName = useKindName()
  const held = holds.find(({ state }) => state === 'held')
  const until = held?.until
  return (
    <div>
      <h3 className={styles.small}>{t('entries')}</h3>
      <ul className={styles.holds}>
        {holds.map((hold) => (
          <li key={hold.awardId}>
            {hold.taken > 0 ? (
              <PointsChip points={-hold.taken} />
            ) : (
              <PointsChip points={hold.points} pending={hold.state === 'held'} />
            )}
            <span>
              {kindName(hold.kind as Parameters<typeof kindName>[0])}, {day(hold.earnedAt)}
            </span>
            <span className="s soft">{t(`hold_${hold.state}`)}</span>
          </li>
        ))}
      </ul>
      {until && (
        <p className="s soft">
          {t(staff ? 'untilStaff' : 'until', { when: `${day(until)}, ${weekdayAndClock(until)}` })}
        </p>
      )}
      {held && !staff && <AskPerson about={`hold:${held.id}`} />}
    </div>
  )
}

function Decision({ one }: { one: Case }) {
  const t = useTexts()
  if (!one.step) return null
  const names = [one.decider, one.second].filter(Boolean).join(', ')
  return (
    <div className={styles.said}>
      <p>
        <b>{t(one.readmits ? 'readmits' : `step_${one.step}`)}</b> {one.voids && t(one.fraud ? 'voidsFraud' : 'voids')}
      </p>
      <p className={styles.text}>{one.reason}</p>
      <p className="s quiet">
        {one.decidedAt ? day(one.decidedAt) : t('needsSecond')}
        {names && ` · ${names}`}
      </p>
    </div>
  )
}

function Appeal({ one }: { one: Case }) {
  const t = useTexts()
  if (!one.appeal) return null
  return (
    <>
      <div className={styles.said}>
        <p>
          <b>{t('appealed')}</b>
        </p>
        <p className={styles.text}>{one.appeal}</p>
        {one.state === 'appealed' && one.answerBy && (
          <p className="s quiet">{t('answerBy', { when: day(one.answerBy) })}</p>
        )}
      </div>
      {one.answeredAt && (
        <div className={styles.said}>
          <p>
            <b>{t(one.upheld ? 'upheld' : 'notUpheld')}</b>
          </p>
          <p className={styles.text}>{one.answer}</p>
          <p className="s quiet">
            {day(one.answeredAt)}
            {one.answerer && ` · ${one.answerer}`}
          </p>
        </div>
      )}
    </>
  )
}
