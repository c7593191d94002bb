import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import type { TopicGap } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { CheckField } from '../../design/fields'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { currentLanguage } from '../../i18n'
import { number } from '../../i18n/format'
import { gapsQuery } from './api'
import strip from './gaps.module.css'
import css from './growth.module.css'
import { useTexts } from './i18n'

/** GapsPage is which topics nobody with a certificate covers, and their questions. */
export function GapsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('gapsTitle')}
      lead={t('gapsLead')}
      action={
        <nav className={css.actions} aria-label={t('more')}>
          <Link className="btn second" to="/manage/courses">
            {t('coursesTitle')}
          </Link>
          <Link className="btn second" to="/samples">
            {t('samplesShort')}
          </Link>
          <Link className="btn second" to="/shadowing">
            {t('shadowTitle')}
          </Link>
        </nav>
      }
    >
      <ListDetail
        list={<Topics />}
        detail={detail}
        hint={<EmptyState title={t('pickTopic')}>{t('pickTopicText')}</EmptyState>}
        backTo="/manage/topics"
      />
    </ManagePage>
  )
}

function Topics() {
  const t = useTexts()
  const gaps = useQuery(gapsQuery)
  const [only, setOnly] = useState(false)
  const topics = (gaps.data?.topics ?? []).filter((topic) => !only || topic.gap !== 'covered')
  const days = gaps.data?.days ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('gapsList')}>
      <PageState queries={[gaps]} part>
        <div className={list.tools}>
          <CheckField label={t('onlyGaps')} checked={only} onChange={setOnly} />
          {gaps.data && !gaps.data.open ? <span className="s soft">{t('closed')}</span> : null}
        </div>
        {topics.length === 0 ? <EmptyState title={t('noGaps')}>{t('noGapsText')}</EmptyState> : null}
        {topics.length > 0 ? (
          <p className={`xs quiet ${strip.gapHead}`} aria-hidden="true">
            <span>{t('gapAsked')}</span>
            <span>{t('gapCertified')}</span>
            <span>{t('gapDuty')}</span>
          </p>
        ) : null}
        <ul className={list.rows}>
          {topics.map((topic) => (
            <Row key={topic.reasonId} topic={topic} days={days} />
          ))}
        </ul>
      </PageState>
    </section>
  )
}

function Row({ topic, days }: { topic: TopicGap; days: readonly string[] }) {
  const t = useTexts()
  const waits = topic.gap !== 'covered' && topic.conversations > 0
  const says = [
    t('asked', { count: number(topic.conversations) }),
    t('coverage', { certified: topic.certified, duty: topic.onDuty, learning: topic.learning }),
    topic.ending > 0 ? t('ending', { count: topic.ending }) : '',
    ...days.map((date, place) => t('comingOn', { day: weekday(date), count: topic.coming[place] ?? 0 })),
  ]
  const more = [
    topic.learning > 0 ? t('learningNow', { count: topic.learning }) : '',
    topic.ending > 0 ? t('ending', { count: topic.ending }) : '',
  ].filter((words) => words !== '' && !topic.parentId)
  return (
    <li>
      <NavLink
        to={`/manage/topics/${topic.reasonId}`}
        className={`${list.row} ${strip.gap}`}
        data-under={topic.parentId ? true : undefined}
        aria-label={[topic.name, t(`gap_${topic.gap}`), ...says].filter(Boolean).join(', ')}
      >
        <span className={strip.gapName}>
          <b className={list.name}>{topic.name}</b>
          <span className={strip.gapState}>
            <span className={waits ? 'tag ember' : 'tag'}>{t(`gap_${topic.gap}`)}</span>
            {more.length > 0 ? <span className="xs quiet">{more.join(', ')}</span> : null}
          </span>
          {days.length > 0 && topic.certified > 0 ? <Week days={days} coming={topic.coming} /> : null}
        </span>
        <span className={strip.figures}>
          <b className="fig">{number(topic.conversations)}</b>
          <b className="fig" data-none={topic.certified === 0 || undefined}>
            {topic.certified}
          </b>
          <b className="fig" data-none={topic.onDuty === 0 || undefined}>
            {topic.onDuty}
          </b>
        </span>
      </NavLink>
    </li>
  )
}

/** Week is the coming days: filled where somebody with a certificate has a shift. */
function Week({ days, coming }: { days: readonly string[]; coming: readonly number[] }) {
  return (
    <span className={strip.week}>
      {days.map((date, place) => (
        <span key={date} className="xs" data-on={(coming[place] ?? 0) > 0 || undefined}>
          {weekday(date).slice(0, 2)}
        </span>
      ))}
    </span>
  )
}

const weekday = (date: string) =>
  new Intl.DateTimeFormat(currentLanguage(), { weekday: 'short', timeZone: 'UTC' }).format(new Date(date))
