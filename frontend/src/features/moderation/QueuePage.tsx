import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { NavLink, useOutlet, useSearchParams } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import type { IconName } from '../../design/svg/icons'
import { useWords } from '../../design/words'
import { clock, day } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { brandQuery } from '../../queries'
import { type Kind, type QueueItem, queuePages } from './api'
import { useTexts } from './i18n'
import css from './queue.module.css'

const kinds: Record<Kind, { icon: IconName; to: (item: QueueItem) => string }> = {
  flag: { icon: 'flag', to: ({ id }) => `/manage/queue/${id}` },
  case: { icon: 'shield', to: () => '/manage/cases' },
  appeal: { icon: 'shield', to: () => '/manage/cases' },
  sample: { icon: 'eye', to: ({ id }) => `/samples/${id}` },
  promise: { icon: 'alarm', to: () => '/manage/follow-ups' },
  objection: { icon: 'sprout', to: ({ expert }) => `/manage/experts/${expert?.id ?? ''}` },
  dispute: { icon: 'board', to: () => '/manage/league' },
  rating: { icon: 'heart', to: () => '/manage/ratings' },
  redemption: { icon: 'truck', to: () => '/manage/redemptions' },
}
const order = Object.keys(kinds) as Kind[]

/** QueuePage is everything that waits for a person of the staff, in one list: what is due first stands first. */
export function QueuePage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage title={t('queueTitle')} lead={t('queueLead')}>
      <ListDetail
        list={<Queue />}
        detail={detail}
        hint={<EmptyState title={t('queueHintTitle')}>{t('queueHint')}</EmptyState>}
        backTo="/manage/queue"
      />
    </ManagePage>
  )
}

function Queue() {
  const t = useTexts()
  const words = useWords()
  const [params, setParams] = useSearchParams()
  const kind = order.find((one) => one === params.get('kind'))
  const pages = useInfiniteQuery(queuePages(kind))
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('queueTitle')}>
      <div className={list.tools}>
        <SelectField<Kind | ''>
          label={t('kind')}
          value={kind ?? ''}
          onChange={(value) => setParams(value ? { kind: value } : {}, { replace: true })}
          options={[{ value: '', label: t('both') }, ...order.map((value) => ({ value, label: t(`kinds_${value}`) }))]}
        />
      </div>
      <PageState queries={[pages]} part>
        {rows.length === 0 && <EmptyState title={t('queueNone')}>{t('queueNoneText')}</EmptyState>}
        <ul className={list.rows}>
          {rows.map((item) => (
            <li key={item.id}>
              <Row item={item} search={params.toString()} />
            </li>
          ))}
        </ul>
        {pages.hasNextPage && (
          <button type="button" className="btn second small" onClick={() => void pages.fetchNextPage()}>
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function Row({ item, search }: { item: QueueItem; search: string }) {
  const t = useTexts()
  const words = useWords()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const { icon, to } = kinds[item.kind]
  const late = Date.parse(item.dueAt) < serverNow()
  const facts = [
    why(t, item),
    item.expert?.name,
    item.count > 1 && item.kind === 'flag' && t('flaggedBy', { count: item.count }),
    item.count > 0 && item.kind === 'case' && t('held', { count: item.count }),
  ].filter(Boolean)
  return (
    <NavLink to={{ pathname: to(item), search: item.kind === 'flag' ? search : '' }} className={list.row}>
      <span className={css.icon} data-kind={item.kind}>
        <Icon name={icon} />
      </span>
      <span>
        <span className={css.about}>
          <b className={list.name}>{item.about || (item.conversationId ? words('questionDeleted') : t('nameless'))}</b>
        </span>
        <span className="s quiet">
          {t(`kind_${item.kind}`)}
          {facts.length > 0 && `, ${facts.join(', ')}`}
        </span>
      </span>
      <span className={list.aside}>
        <span className={css.tags}>
          {item.live && <span className="tag ok">{t('live')}</span>}
          {late && <span className="tag ember">{t('late')}</span>}
        </span>
        <span className={`fig quiet ${css.when}`}>
          {t('by', { when: `${day(item.dueAt, timeZone)} ${clock(item.dueAt, timeZone)}` })}
        </span>
      </span>
    </NavLink>
  )
}

/** Why it is here: the reason of a flag, where a case comes from, what drew a sample. */
function why(t: ReturnType<typeof useTexts>, item: QueueItem): string {
  return item.why ? t(`${item.why}Why` as 'rudeWhy') : ''
}
