import { AreaField, CheckField, ChoiceField, NumberField, TextField } from '../../design/fields'
import { Pair } from '../../design/ManagePage'
import { PictureField } from '../../design/PictureField'
import { type Draft, useFieldErrors } from '../../design/useDraft'
import { number } from '../../i18n/format'
import { useTexts } from './i18n'

/** What a manager sets of a reward; a number is missing while its box is empty. */
export interface RewardValues {
  name: string
  description: string
  picture: string
  price: number | undefined
  stock: number | undefined
  perPerson: number | undefined
  minLevel: number
  limited: boolean
  charity: boolean
  match: number | undefined
  /** The reader's wall clock; empty: it is there at once. */
  release: string
}

/** A reward with all its numbers. */
export type WholeReward = RewardValues & { price: number; stock: number; perPerson: number; match: number }

/** Whether every number is there. */
export function isWhole(values: RewardValues): values is WholeReward {
  return [values.price, values.stock, values.perPerson, values.match].every((value) => value !== undefined)
}

/** The time that stands for no release: it is there. */
const never = '0001-01-01T00:00:00Z'

/** What the server is told: what goes out in drops, or to a cause, is not released on a day. */
export function bodyOf({ release, charity, ...rest }: WholeReward) {
  const onSaleAt = release && !charity && !rest.limited ? new Date(release).toISOString() : never
  return { ...rest, match: charity ? rest.match : 0, onSaleAt }
}

/** The fields of a reward; `taken` pieces are gone or set aside already. */
export function RewardFields<R>({
  draft,
  taken,
  fresh,
}: {
  draft: Draft<RewardValues, R>
  taken: number
  fresh?: boolean
}) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  const levels = [t('level0'), t('level1'), t('level2'), t('level3'), t('level4')]
  return (
    <>
      <TextField
        label={t('rewardName')}
        value={values.name}
        onChange={(name) => set({ name })}
        error={error('name')}
        required
        maxLength={120}
      />
      <AreaField
        label={t('rewardDescription')}
        value={values.description}
        onChange={(description) => set({ description })}
        error={error('description')}
        maxLength={2000}
      />
      <Numbers draft={draft} taken={taken} />
      <ChoiceField
        label={t('rewardMinLevel')}
        value={String(values.minLevel)}
        onChange={(level) => set({ minLevel: Number(level) })}
        options={levels.map((label, level) => ({ value: String(level), label }))}
        error={error('minLevel')}
      />
      {fresh && (
        <CheckField
          label={t('rewardCharity')}
          hint={t('rewardCharityHint')}
          checked={values.charity}
          onChange={(charity) => set({ charity, ...(charity && { limited: false, stock: 100_000, perPerson: 1000 }) })}
        />
      )}
      {values.charity ? (
        <NumberField
          label={t('rewardMatch')}
          hint={t('rewardMatchHint')}
          unit="%"
          value={values.match}
          onChange={(match) => set({ match })}
          error={error('match')}
          min={0}
          max={300}
        />
      ) : (
        <CheckField
          label={t('rewardLimited')}
          hint={t('rewardLimitedHint')}
          checked={values.limited}
          onChange={(limited) => set({ limited })}
        />
      )}
      {!values.charity && !values.limited && (
        <TextField
          label={t('rewardRelease')}
          type="datetime-local"
          hint={t('rewardReleaseHint')}
          figure
          value={values.release}
          onChange={(release) => set({ release })}
        />
      )}
      <PictureField
        label={t('rewardPicture')}
        value={values.picture}
        onChange={(picture) => set({ picture })}
        error={error('picture')}
      />
    </>
  )
}

function Numbers<R>({ draft, taken }: { draft: Draft<RewardValues, R>; taken: number }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set, state } = draft
  /** An empty box is told once the form was touched, not while it is new. */
  const missing = (value: number | undefined) =>
    value === undefined && state === 'dirty' ? t('rewardOutside') : undefined
  return (
    <Pair>
      <NumberField
        label={t('rewardPrice')}
        hint={t('rewardPriceHint')}
        unit={t('points', { count: values.price ?? 2 })}
        value={values.price}
        onChange={(price) => set({ price })}
        error={error('price') ?? missing(values.price)}
        min={1}
        max={1_000_000}
      />
      <NumberField
        label={t('rewardStock')}
        hint={t('rewardStockHint', { taken: number(taken) })}
        unit={t('rewardPieces')}
        value={values.stock}
        onChange={(stock) => set({ stock })}
        error={error('stock') ?? missing(values.stock)}
        min={taken}
        max={100_000}
      />
      <NumberField
        label={t('rewardPerPerson')}
        unit={t('rewardPieces')}
        value={values.perPerson}
        onChange={(perPerson) => set({ perPerson })}
        error={error('perPerson') ?? missing(values.perPerson)}
        min={1}
        max={1000}
      />
    </Pair>
  )
}
