import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { type Application, inviteApplicant, provePurchase, rejectApplication, renewPersonalLink } from '../../client'
import { Acts } from '../../design/Acts'
import { Dialog } from '../../design/Dialog'
import { ErrorNote } from '../../design/ErrorNote'
import { AreaField, SelectField } from '../../design/fields'
import { Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { OneTimeLink } from '../../design/OneTimeLink'
import { PageState } from '../../design/PageState'
import { dayAndYear } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { Clock } from './ApplicationsPage'
import { Accept, Auditions, Overridden } from './Auditions'
import { applicationQuery } from './api'
import { useTexts } from './i18n'
import { useSentence } from './useSentence'
import styles from './vetting.module.css'

/** One application, read to the end and then answered. */
export function ApplicationDetail() {
  const { id = '' } = useParams()
  const application = useQuery(applicationQuery(id))
  return (
    <PageState queries={[application]} part>
      {application.data && <Detail key={id} application={application.data} />}
    </PageState>
  )
}

/** useAnswer does something with the application and shows it as it is then. */
function useAnswer(id: string) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (act: () => Promise<Application>) => act(),
    onSuccess: (fresh) => cache.setQueryData(applicationQuery(id).queryKey, fresh),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: ['applications'] })
      void cache.invalidateQueries({ queryKey: ['vacancies'] })
    },
  })
}

type Answer = ReturnType<typeof useAnswer>

function Detail({ application }: { application: Application }) {
  const t = useTexts()
  const sentence = useSentence()
  const answer = useAnswer(application.id)
  const { name, email, languages, language, minAge } = application
  const spoken = languages.map(languageName).join(', ')
  return (
    <section className={`card ${list.form} ${styles.stack}`} aria-label={name}>
      <div className="row">
        <h2 className="grow">{name}</h2>
        <span className="tag">{t(application.state)}</span>
        <Clock application={application} />
      </div>
      {application.doubleOf && (
        <div className={styles.double}>
          <b>{t('double')}</b>
          <p className="s">{t('doubleText')}</p>
        </div>
      )}
      <ul className={`s soft ${styles.facts}`}>
        <li>
          <a href={`mailto:${email}`}>{email}</a>
        </li>
        <li>
          {t('helpsIn', { languages: spoken })}. {t('writesIn', { language: languageName(language) })}.
        </li>
        <li>{t('age', { age: minAge })}</li>
        <li>{t('policies', { rules: application.houseRulesVersion, disclosure: application.disclosureVersion })}</li>
      </ul>
      <Section title={t('why')}>
        <p className={styles.words}>{application.motivation}</p>
      </Section>
      <Purchase application={application} answer={answer} />
      <Auditions application={application} />
      <Overridden application={application} />
      {answer.error && <ErrorNote title={sentence(answer.error)} icon="flag" />}
      <Acts>
        <Answers application={application} answer={answer} />
      </Acts>
      <Told application={application} />
    </section>
  )
}

function Purchase({ application, answer }: { application: Application; answer: Answer }) {
  const t = useTexts()
  const { id, purchase, purchaseBy = '', purchaseNote, purchaseRef, state } = application
  const [asks, setAsks] = useState(false)
  const [note, setNote] = useState('')
  const open = purchase === 'claimed' && (state === 'submitted' || state === 'waiting')
  const stands = {
    claimed: t('claimed'),
    verified: purchaseBy ? t('verifiedBy', { name: purchaseBy }) : t('verifiedByBrand'),
    override: t('override', { name: purchaseBy }),
  }[purchase]
  const prove = (kind: 'verified' | 'override') =>
    answer.mutate(() => provePurchase({ path: { id }, body: kind === 'override' ? { kind, note } : { kind } }), {
      onSuccess: () => setAsks(false),
    })
  return (
    <Section title={t('purchase')}>
      <p>
        {purchaseRef} <span className={`tag ${purchase === 'claimed' ? 'ember' : 'ok'}`}>{stands}</span>
      </p>
      {purchaseNote && <p className="s soft">“{purchaseNote}”</p>}
      <Acts>
        {open && (
          <div className={styles.actions}>
            <button type="button" className="btn second small" onClick={() => prove('verified')}>
              {t('lookedUp')}
            </button>
            <button type="button" className="btn second small" onClick={() => setAsks(true)}>
              {t('letCount')}
            </button>
          </div>
        )}
      </Acts>
      {asks && (
        <Dialog title={t('letCount')} onClose={() => setAsks(false)}>
          <AreaField
            label={t('letCountWhy')}
            hint={t('letCountHint')}
            value={note}
            onChange={setNote}
            maxLength={500}
            required
          />
          <div className={styles.actions}>
            <button
              type="button"
              className="btn"
              aria-disabled={note.trim().length < 3}
              onClick={() => note.trim().length >= 3 && prove('override')}
            >
              {t('save')}
            </button>
          </div>
        </Dialog>
      )}
    </Section>
  )
}

function Answers({ application, answer }: { application: Application; answer: Answer }) {
  const t = useTexts()
  const { id, state, purchase } = application
  const [rejects, setRejects] = useState(false)
  const living = state === 'submitted' || state === 'waiting' || state === 'auditioning'
  const ready = purchase !== 'claimed'
  return (
    <div className={styles.stack}>
      <div className={styles.actions}>
        {state === 'submitted' && (
          <button
            type="button"
            className="btn"
            aria-disabled={!ready || answer.isPending}
            aria-describedby="invite-hint"
            onClick={() => ready && answer.mutate(() => inviteApplicant({ path: { id } }))}
          >
            {t('invite')}
          </button>
        )}
        {state === 'auditioning' && <Accept application={application} mutate={answer.mutate} />}
        {living && (
          <button type="button" className="btn second" onClick={() => setRejects(true)}>
            {t('reject')}
          </button>
        )}
        <NewLink application={application} />
      </div>
      {state === 'submitted' && (
        <p className="s quiet" id="invite-hint">
          {ready ? t('inviteHint') : t('needsPurchase')}
        </p>
      )}
      {state === 'auditioning' && <p className="s quiet">{t('acceptHint')}</p>}
      {rejects && <Reject application={application} answer={answer} close={() => setRejects(false)} />}
    </div>
  )
}

const reasons = ['other', 'purchase', 'language', 'full', 'audition'] as const

const because = {
  other: 'becauseOther',
  purchase: 'becausePurchase',
  language: 'becauseLanguage',
  full: 'becauseFull',
  audition: 'becauseAudition',
} as const

function Reject({ application, answer, close }: { application: Application; answer: Answer; close: () => void }) {
  const t = useTexts()
  const [reason, setReason] = useState<(typeof reasons)[number]>('other')
  const [note, setNote] = useState('')
  const send = () =>
    answer.mutate(() => rejectApplication({ path: { id: application.id }, body: { reason, note } }), {
      onSuccess: close,
    })
  return (
    <Dialog title={t('rejectTitle', { name: application.name })} lead={t('rejectLead')} onClose={close}>
      <div className={styles.stack}>
        <SelectField
          label={t('reason')}
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t(because[value]) }))}
        />
        <AreaField label={t('note')} optional={t('optional')} value={note} onChange={setNote} maxLength={500} />
        <div className={styles.actions}>
          <button type="button" className="btn" onClick={send} aria-disabled={answer.isPending}>
            {t('reject')}
          </button>
          <button type="button" className="btn second" onClick={close}>
            {t('cancel')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function NewLink({ application }: { application: Application }) {
  const t = useTexts()
  const sentence = useSentence()
  const renew = useMutation({ mutationFn: () => renewPersonalLink({ path: { id: application.id } }) })
  return (
    <>
      <button type="button" className="btn second" onClick={() => renew.mutate()} title={t('newLinkHint')}>
        {t('newLink')}
      </button>
      {renew.error && <ErrorNote title={sentence(renew.error)} icon="flag" />}
      {renew.data && <OneTimeLink link={renew.data.link} name={application.name} />}
    </>
  )
}

function Told({ application }: { application: Application }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <Section title={t('told')}>
      <ol className={styles.letters}>
        {(application.letters ?? []).map((letter) => (
          <li key={letter.seq}>
            <span className="s quiet">{dayAndYear(letter.at, timeZone)}</span>
            <p lang={application.language}>{letter.text}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
