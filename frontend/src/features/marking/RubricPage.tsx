import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import { Link } from 'react-router'
import { useActor } from '../../app/session'
import { publishRubric, type Rubric, type RubricAnchor, type RubricSettings, simulateRubric } from '../../client'
import { Acts } from '../../design/Acts'
import { AreaField, CheckField, NumberField, SelectField, TextField } from '../../design/fields'
import { ManagePage, Section } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { dayAndYear, fixed } from '../../i18n/format'
import { rubricsQuery } from './api'
import { Refused } from './Calibrating'
import { useCalibrationTexts, useRubricTexts } from './i18n'
import css from './marking.module.css'
import { Simulated } from './Simulated'

type Dimension = RubricAnchor['dimension']

/** What is typed; what cannot be read stands as NaN until it can. */
const numbers = ['passMark', 'socialShare', 'warmUpPass', 'knockOutBelow', 'apart', 'meansApart'] as const

const dimensions: Dimension[] = ['patience', 'courtesy', 'empathy', 'ownership', 'honesty', 'clarity']

/** RubricPage is what marks are worth: every change is tried on past candidates before it can be put in force. */
export function RubricPage() {
  const t = useRubricTexts()
  const c = useCalibrationTexts()
  const rubrics = useQuery(rubricsQuery)
  const newest = rubrics.data?.items[0]
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <Link className="btn second" to="/manage/raters">
          {c('raters')}
        </Link>
      }
    >
      <PageState queries={[rubrics]} part>
        {newest ? <Editor key={newest.version} rubric={newest} /> : null}
        {rubrics.data ? <Versions all={rubrics.data.items} /> : null}
      </PageState>
    </ManagePage>
  )
}

function Editor({ rubric }: { rubric: Rubric }) {
  const t = useRubricTexts()
  const [draft, setDraft] = useState(rubric.settings)
  const simulate = useMutation({ mutationFn: (body: RubricSettings) => simulateRubric({ body, throwOnError: true }) })
  const put = (next: Partial<RubricSettings>) => {
    setDraft({ ...draft, ...next })
    simulate.reset() // what was simulated is another rubric now
  }
  const changed = JSON.stringify(draft) !== JSON.stringify(rubric.settings)
  const readable = !numbers.some((key) => Number.isNaN(draft[key]))
  return (
    <>
      <section className={`card ${css.rubric}`} aria-label={t('version', { version: rubric.version })}>
        <Numbers draft={draft} put={put} />
        <div>
          {dimensions.map((dimension) => (
            <DimensionPart key={dimension} dimension={dimension} draft={draft} put={put} />
          ))}
        </div>
      </section>
      <Acts>
        <section className={`card ${css.rubric}`}>
          <h2>{t('try')}</h2>
          <p className="soft">{changed ? t('tryText') : t('unchanged')}</p>
          <Refused error={simulate.error} />
          <button
            type="button"
            className={simulate.data ? 'btn second' : 'btn'}
            disabled={!changed || !readable}
            aria-busy={simulate.isPending}
            onClick={() => simulate.mutate(draft)}
          >
            {t('simulate')}
          </button>
          {simulate.data ? (
            <>
              <Simulated simulation={simulate.data} />
              <Publish simulation={simulate.data.id} />
            </>
          ) : null}
        </section>
      </Acts>
    </>
  )
}

interface PartProps {
  draft: RubricSettings
  put: (next: Partial<RubricSettings>) => void
}

function Numbers({ draft, put }: PartProps) {
  const t = useRubricTexts()
  return (
    <Section title={t('numbers')} first>
      <div className={css.numbers}>
        <HundredthsField label={t('passMark')} value={draft.passMark} onChange={(passMark) => put({ passMark })} />
        <Whole
          label={t('socialShare')}
          hint={
            Number.isNaN(draft.socialShare)
              ? undefined
              : t('shareHint', { social: draft.socialShare, knowledge: 100 - draft.socialShare })
          }
          unit="%"
          min={50}
          max={90}
          value={draft.socialShare}
          onChange={(socialShare) => put({ socialShare })}
        />
        <Whole
          label={t('warmUpPass')}
          unit="%"
          min={0}
          max={100}
          value={draft.warmUpPass}
          onChange={(warmUpPass) => put({ warmUpPass })}
        />
        <Whole
          label={t('knockOutBelow')}
          hint={t('knockOutHint')}
          min={2}
          max={5}
          value={draft.knockOutBelow}
          onChange={(knockOutBelow) => put({ knockOutBelow })}
        />
        <Whole
          label={t('apart')}
          hint={t('apartHint')}
          min={1}
          max={4}
          value={draft.apart}
          onChange={(apart) => put({ apart })}
        />
        <HundredthsField
          label={t('meansApart')}
          value={draft.meansApart}
          onChange={(meansApart) => put({ meansApart })}
        />
      </div>
    </Section>
  )
}

/** Whole is a whole number; while the box holds none, its value is NaN. */
function Whole({ value, onChange, ...rest }: Omit<ComponentProps<typeof NumberField>, 'value' | 'onChange'> & Read) {
  const t = useRubricTexts()
  const empty = Number.isNaN(value)
  return (
    <NumberField
      {...rest}
      value={empty ? undefined : value}
      error={empty ? t('noNumber') : undefined}
      onChange={(next) => onChange(next ?? Number.NaN)}
    />
  )
}

interface Read {
  value: number
  onChange: (value: number) => void
}

/** HundredthsField is a mark with two decimals, as people write it. */
function HundredthsField({ label, value, onChange }: Read & { label: string }) {
  const t = useRubricTexts()
  const [text, setText] = useState(fixed(value / 100, 2))
  return (
    <TextField
      label={label}
      figure
      inputMode="decimal"
      value={text}
      error={Number.isNaN(value) ? t('noMark') : undefined}
      onChange={(next) => {
        setText(next)
        const read = Number(next.trim().replace(',', '.'))
        onChange(read > 0 && Number.isFinite(read) ? Math.round(read * 100) : Number.NaN)
      }}
    />
  )
}

function DimensionPart({ dimension, draft, put }: PartProps & { dimension: Dimension }) {
  const t = useRubricTexts()
  const anchors = (draft.anchors ?? []).filter((one) => one.dimension === dimension)
  const always = dimension === 'patience' || dimension === 'courtesy'
  const anchor = (next: RubricAnchor) =>
    put({
      anchors: (draft.anchors ?? []).map((one) =>
        one.dimension === next.dimension && one.language === next.language ? next : one,
      ),
    })
  return (
    <section className={css.dimension} aria-label={t(dimension)}>
      <h3>{t(dimension)}</h3>
      {dimension === 'clarity' ? (
        <p className={`s soft ${css.alone}`}>{t('knowledgeHalf')}</p>
      ) : (
        <SelectField
          label={t('weight')}
          value={String(draft[dimension])}
          onChange={(weight) => put({ [dimension]: Number(weight) })}
          options={['1', '2', '3', '4', '5'].map((value) => ({ value, label: `× ${value}` }))}
        />
      )}
      <div className={dimension === 'clarity' ? css.alone : undefined}>
        <CheckField
          label={t('knocksOut')}
          hint={always ? t('always') : undefined}
          checked={draft.knockOut.includes(dimension)}
          disabled={always}
          onChange={(on) =>
            put({ knockOut: on ? [...draft.knockOut, dimension] : draft.knockOut.filter((one) => one !== dimension) })
          }
        />
      </div>
      <details>
        <summary className="s">{t('anchors')}</summary>
        <div className={css.languages}>
          {anchors.map((one) => (
            <AnchorFields key={one.language} one={one} put={anchor} />
          ))}
        </div>
      </details>
    </section>
  )
}

function AnchorFields({ one, put }: { one: RubricAnchor; put: (next: RubricAnchor) => void }) {
  const t = useRubricTexts()
  return (
    <fieldset className={css.anchorFields} lang={one.language}>
      <legend className="strong s">{one.language === 'en' ? 'English' : 'Nederlands'}</legend>
      <TextField label={t('name')} maxLength={40} value={one.name} onChange={(name) => put({ ...one, name })} />
      <AreaField
        label={t('asks')}
        rows={2}
        maxLength={400}
        value={one.asks}
        onChange={(asks) => put({ ...one, asks })}
      />
      {one.marks.map((words, index) => (
        <AreaField
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place
          key={index}
          label={t('markNo', { no: index + 1 })}
          rows={2}
          maxLength={400}
          value={words}
          onChange={(next) => put({ ...one, marks: one.marks.map((was, i) => (i === index ? next : was)) })}
        />
      ))}
      <AreaField
        label={t('next')}
        rows={2}
        maxLength={400}
        value={one.next}
        onChange={(next) => put({ ...one, next })}
      />
    </fieldset>
  )
}

function Publish({ simulation }: { simulation: string }) {
  const t = useRubricTexts()
  const actor = useActor()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const publish = useMutation({
    mutationFn: () => publishRubric({ body: { simulation, reason }, throwOnError: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: rubricsQuery.queryKey }),
  })
  if (actor.role !== 'admin') return <p className="s quiet">{t('adminOnly')}</p>
  return (
    <>
      <AreaField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        required
      />
      <Refused error={publish.error} />
      <button
        type="button"
        className="btn"
        disabled={reason.trim().length < 3}
        aria-busy={publish.isPending}
        onClick={() => publish.mutate()}
      >
        {t('publish')}
      </button>
    </>
  )
}

function Versions({ all }: { all: Rubric[] }) {
  const t = useRubricTexts()
  return (
    <section className={`card ${css.rubric}`}>
      <h2>{t('versions')}</h2>
      <ol className={css.versions}>
        {all.map((one, index) => (
          <li key={one.version}>
            <b className="fig">{one.version}</b> {index === 0 ? <span className="tag ok">{t('inForce')}</span> : null}{' '}
            {one.reason || t('shipped')}{' '}
            <span className="s quiet">
              {dayAndYear(one.madeAt)} · {t('decided', { count: one.decided })} ·{' '}
              {t('passAt', { mark: fixed(one.settings.passMark / 100, 2) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
