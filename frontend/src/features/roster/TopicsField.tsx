import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link } from 'react-router'
import { FieldError } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { useLanguage } from '../../i18n'
import { topicsQuery } from './api'
import { useTexts } from './i18n'
import styles from './roster.module.css'
import { kindOf, type TopicReason, withTopic } from './topics'
import type { Topic, TopicKind } from './types'

interface Props {
  value: Topic[]
  onChange: (topics: Topic[]) => void
  error?: string
}

/** Topics by group; within a group finer ones, folded away until one of them is set. */
export function TopicsField({ value, onChange, error }: Props) {
  const t = useTexts()
  const reasons = useQuery(topicsQuery(useLanguage()))
  const items = reasons.data ?? []
  const groups = items.filter((reason) => !reason.parentId)
  return (
    <PageState queries={[reasons]} part>
      {groups.length === 0 ? (
        <p className="s soft">
          {t('topicsEmpty')} <Link to="/manage/reasons">{t('topicsGo')}</Link>
        </p>
      ) : (
        <div className={styles.topics}>
          {groups.map((group) => (
            <Group
              key={group.id}
              group={group}
              finer={items.filter((reason) => reason.parentId === group.id)}
              value={value}
              onChange={onChange}
            />
          ))}
        </div>
      )}
      <FieldError error={error} />
    </PageState>
  )
}

function Group({ group, finer, value, onChange }: { group: TopicReason; finer: TopicReason[] } & Omit<Props, 'error'>) {
  const t = useTexts()
  const some = finer.some((reason) => kindOf(value, reason.id) !== 'none')
  const row = (reason: TopicReason) => (
    <div className={styles.topic} key={reason.id}>
      <span className={reason === group ? 'strong' : undefined}>{reason.name}</span>
      <Kinds
        name={reason.name}
        value={kindOf(value, reason.id)}
        onChange={(kind) => onChange(withTopic(value, reason.id, kind))}
      />
    </div>
  )
  return (
    <div>
      {row(group)}
      {finer.length > 0 && (
        <details className={styles.finer} open={some || undefined}>
          <summary className="s quiet">{t('topicFiner', { name: group.name })}</summary>
          {finer.map(row)}
        </details>
      )}
    </div>
  )
}

interface KindsProps {
  name: string
  value: TopicKind | 'none'
  onChange: (kind: TopicKind | 'none') => void
}

function Kinds({ name, value, onChange }: KindsProps) {
  const t = useTexts()
  const id = useId()
  const options = [
    ['none', t('topicNone')],
    ['learning', t('topicLearning')],
    ['qualified', t('topicQualified')],
  ] as const
  return (
    <fieldset className={styles.kinds}>
      <legend className="hidden">{name}</legend>
      {options.map(([kind, label]) => (
        <label className={styles.kind} key={kind}>
          <input type="radio" name={id} value={kind} checked={value === kind} onChange={() => onChange(kind)} />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
