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
import { rewardsQuery } from './api'
import { useTexts } from './i18n'
import styles from './manage.module.css'
import { isWhole, RewardFields, type RewardValues, type WholeReward } from './RewardFields'
import type { Reward } from './types'

function valuesOf({ name, description, picture, price, stock, perPerson, minLevel }: Reward): RewardValues {
  return { name, description, picture, price, stock, perPerson, minLevel }
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
  const draft = useDraft<RewardValues, Reward>({
    source: reward,
    toValues: valuesOf,
    keepAs: reward.id,
    submit: (values, base) =>
      updateReward({ path: { id: reward.id }, body: { ...(values as WholeReward), version: base.version } }),
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
      { label: t('rewardMinLevel'), theirs: figure(other.minLevel), mine: figure(mine.minLevel) },
      { label: t('rewardPicture'), theirs: other.picture, mine: mine.picture },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={reward.name}>
      <h2 className={styles.formTitle}>{reward.name}</h2>
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
      const made = await createReward({ body: values as WholeReward })
      await cache.invalidateQueries({ queryKey: ['rewards'] })
      void go(`/manage/rewards/${made.id}`)
      return blank
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('rewardNew')}>
      <h2 className={styles.formTitle}>{t('rewardNew')}</h2>
      <form onSubmit={guarded(draft.values, submitting(draft))} noValidate className={styles.form}>
        <RewardFields draft={draft} taken={0} />
        <SaveBar draft={draft} verb={t('rewardCreate')} />
      </form>
    </section>
  )
}
