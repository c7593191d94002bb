import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { createReward, updateReward } from '../../client'
import { ArchiveButton } from '../../design/ArchiveButton'
import type { Difference } from '../../design/ConflictNote'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { number } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { rewardsQuery } from './api'
import { useTexts } from './i18n'
import styles from './manage.module.css'
import { Prices } from './Prices'
import { bodyOf, isWhole, RewardFields, type RewardValues, type WholeReward } from './RewardFields'
import type { Reward } from './types'

/** A moment as an input of date and time wants it: the reader's wall clock. */
function localTime(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The price is the announced one where there is one: saving the form leaves it announced. */
function valuesOf(reward: Reward): RewardValues {
  const { name, description, picture, nextPrice, stock, perPerson, minLevel, limited, charity, match } = reward
  const release = reward.onSaleAt ? localTime(new Date(reward.onSaleAt)) : ''
  const price = nextPrice ?? reward.price
  return { name, description, picture, price, stock, perPerson, minLevel, limited, charity, match, release }
}

/** One reward, to be changed or archived. */
export function RewardEdit() {
  const { id = '' } = useParams()
  const rewards = useQuery(rewardsQuery)
  const reward = rewards.data?.find((one) => one.id === id)
  return (
    <PageState queries={[rewards]} part>
      {reward ? <Edit key={id} reward={reward} /> : <Gone />}
    </PageState>
  )
}

function Edit({ reward }: { reward: Reward }) {
  const t = useTexts()
  const cache = useQueryClient()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const draft = useDraft<RewardValues, Reward>({
    source: reward,
    toValues: valuesOf,
    keepAs: reward.id,
    submit: (values, base) =>
      updateReward({ path: { id: reward.id }, body: { ...bodyOf(values as WholeReward), version: base.version } }),
    reload: async () => {
      const fresh = await cache.fetchQuery({ ...rewardsQuery, staleTime: 0 })
      return fresh.find((one) => one.id === reward.id) ?? reward
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: ['rewards'] }),
  })
  const differences = (theirs: Reward, mine: RewardValues): Difference[] => {
    const other = valuesOf(theirs)
    const figure = (value: number | undefined) => (value === undefined ? '' : number(value))
    return [
      { label: t('rewardName'), theirs: other.name, mine: mine.name },
      { label: t('rewardDescription'), theirs: other.description, mine: mine.description },
      { label: t('rewardPrice'), theirs: figure(other.price), mine: figure(mine.price) },
      { label: t('rewardStock'), theirs: figure(other.stock), mine: figure(mine.stock) },
      { label: t('rewardPerPerson'), theirs: figure(other.perPerson), mine: figure(mine.perPerson) },
      { label: t('rewardRelease'), theirs: other.release, mine: mine.release },
      { label: t('rewardMatch'), theirs: figure(other.match), mine: figure(mine.match) },
      { label: t('rewardMinLevel'), theirs: figure(other.minLevel), mine: figure(mine.minLevel) },
      { label: t('rewardPicture'), theirs: other.picture, mine: mine.picture },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={reward.name}>
      <h2 className={styles.formTitle}>{reward.name}</h2>
      <div className={styles.notes}>
        <Prices reward={reward} timeZone={timeZone} />
        {reward.savers > 0 && <p className="s soft">{t('savers', { count: reward.savers })}</p>}
      </div>
      <form onSubmit={guarded(draft.values, submitting(draft))} noValidate className={styles.form}>
        <RewardFields draft={draft} taken={reward.stock - reward.remaining} />
        <SaveBar draft={draft} differences={differences}>
          <span className="grow" />
          <Archive reward={reward} />
        </SaveBar>
      </form>
    </section>
  )
}

/** Sends nothing while a number is missing; its field says so. */
function guarded(values: RewardValues, submit: (event: { preventDefault: () => void }) => void) {
  return (event: { preventDefault: () => void }) => (isWhole(values) ? submit(event) : event.preventDefault())
}

function Archive({ reward }: { reward: Reward }) {
  const t = useTexts()
  return (
    <ArchiveButton
      archived={reward.archived}
      change={(archived) => updateReward({ path: { id: reward.id }, body: { archived } })}
      list="rewards"
      done={(archived) => t(archived ? 'archivedDone' : 'restoredDone', { name: reward.name })}
      hint={t('archiveHint')}
    />
  )
}

const blank: RewardValues = {
  name: '',
  description: '',
  picture: 'parcel',
  price: undefined,
  stock: undefined,
  perPerson: 1,
  minLevel: 0,
  limited: false,
  charity: false,
  match: 100,
  release: '',
}

/** A new reward. Exported for its test. */
export function RewardCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const draft = useDraft<RewardValues, RewardValues>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'reward',
    submit: async (values) => {
      const made = await createReward({ body: { ...bodyOf(values as WholeReward), charity: values.charity } })
      await cache.invalidateQueries({ queryKey: ['rewards'] })
      void go(`/manage/rewards/${made.id}`)
      return blank
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('rewardNew')}>
      <h2 className={styles.formTitle}>{t('rewardNew')}</h2>
      <form onSubmit={guarded(draft.values, submitting(draft))} noValidate className={styles.form}>
        <RewardFields draft={draft} taken={0} fresh />
        <SaveBar draft={draft} verb={t('rewardCreate')} />
      </form>
    </section>
  )
}
