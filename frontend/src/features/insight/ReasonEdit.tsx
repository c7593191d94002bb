import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { changeContactReason, createContactReason } from '../../client'
import { ArchiveButton } from '../../design/ArchiveButton'
import type { Difference } from '../../design/ConflictNote'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { useLanguage } from '../../i18n'
import { languageName } from '../../i18n/languageName'
import { staffReasonsQuery } from './api'
import { useTexts } from './i18n'
import { ReasonFields, type ReasonValues } from './ReasonFields'
import styles from './reasons.module.css'
import { type ContactReason, nameIn, reasonOf } from './types'

function valuesOf(reason: ContactReason): ReasonValues {
  const { name, translations, difficulty, complaint, controllable, staffTopic = '' } = reason
  return { name, translations, difficulty, complaint, controllable, staffTopic }
}

/** One reason or group, to be changed or archived. */
export function ReasonEdit() {
  const { id = '' } = useParams()
  const reasons = useQuery(staffReasonsQuery)
  const reason = reasons.data?.find((one) => one.id === id)
  return (
    <PageState queries={[reasons]} part>
      {reason ? <Edit key={id} reason={reason} all={reasons.data ?? []} /> : <Gone />}
    </PageState>
  )
}

function Edit({ reason, all }: { reason: ContactReason; all: ContactReason[] }) {
  const t = useTexts()
  const language = useLanguage()
  const cache = useQueryClient()
  const draft = useDraft<ReasonValues, ContactReason>({
    source: reason,
    toValues: valuesOf,
    keepAs: reason.id,
    submit: async (values, base) =>
      reasonOf(
        await changeContactReason({ path: { id: reason.id }, body: { ...trimmed(values), version: base.version } }),
      ),
    reload: async () => {
      const fresh = await cache.fetchQuery({ ...staffReasonsQuery, staleTime: 0 })
      return fresh.find((one) => one.id === reason.id) ?? reason
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: ['contactReasons'] }),
  })
  const parent = all.find((one) => one.id === reason.parentId)
  const differences = useDifferences()
  return (
    <section className={`card ${list.form}`} aria-label={nameIn(reason, language)}>
      <div className={styles.formTitle}>
        <h2>{nameIn(reason, language)}</h2>
        <p className="s quiet">{parent ? t('inGroup', { group: nameIn(parent, language) }) : t('group')}</p>
      </div>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <ReasonFields draft={draft} group={!parent} />
        <SaveBar draft={draft} differences={differences}>
          <span className="grow" />
          <Archive reason={reason} />
        </SaveBar>
      </form>
    </section>
  )
}

/** Names that are only spaces are no names. */
function trimmed(values: ReasonValues): ReasonValues {
  const translations = Object.fromEntries(
    Object.entries(values.translations)
      .map(([language, name]) => [language, name.trim()] as const)
      .filter(([, name]) => name !== ''),
  )
  return { ...values, name: values.name.trim(), translations }
}

function useDifferences(): (theirs: ContactReason, mine: ReasonValues) => Difference[] {
  const t = useTexts()
  const difficulties = [t('difficulty1'), t('difficulty2'), t('difficulty3')]
  const yes = (is: boolean) => (is ? t('yes') : t('no'))
  const who = (topic: ReasonValues['staffTopic'] | undefined) => (topic ? t(`topic_${topic}`) : t('experts'))
  return (theirs, mine) => {
    const languages = [...new Set([...Object.keys(theirs.translations), ...Object.keys(mine.translations)])]
    return [
      { label: t('name'), theirs: theirs.name, mine: mine.name },
      ...languages.map((tag) => ({
        label: t('nameIn', { language: languageName(tag) }),
        theirs: theirs.translations[tag] ?? '',
        mine: mine.translations[tag] ?? '',
      })),
      {
        label: t('difficulty'),
        theirs: difficulties[theirs.difficulty - 1] ?? '',
        mine: difficulties[mine.difficulty - 1] ?? '',
      },
      { label: t('complaintLabel'), theirs: yes(theirs.complaint), mine: yes(mine.complaint) },
      { label: t('controllableLabel'), theirs: yes(theirs.controllable), mine: yes(mine.controllable) },
      { label: t('answeredBy'), theirs: who(theirs.staffTopic), mine: who(mine.staffTopic) },
    ]
  }
}

function Archive({ reason }: { reason: ContactReason }) {
  const t = useTexts()
  const language = useLanguage()
  return (
    <ArchiveButton
      archived={reason.archived}
      change={(archived) => changeContactReason({ path: { id: reason.id }, body: { archived } })}
      list="contactReasons"
      done={(archived) => t(archived ? 'archivedDone' : 'restoredDone', { name: nameIn(reason, language) })}
    />
  )
}

const blank: ReasonValues = {
  name: '',
  translations: {},
  difficulty: 1,
  complaint: false,
  controllable: true,
  staffTopic: '',
}

/** A new group, or a new reason of the group named in the address. */
export function ReasonCreate() {
  const reasons = useQuery(staffReasonsQuery)
  const [params] = useSearchParams()
  const group = params.get('group') ?? undefined
  return (
    <PageState queries={[reasons]} part>
      <Create key={group ?? ''} group={reasons.data?.find((one) => one.id === group)} all={reasons.data ?? []} />
    </PageState>
  )
}

function Create({ group, all }: { group: ContactReason | undefined; all: ContactReason[] }) {
  const t = useTexts()
  const language = useLanguage()
  const cache = useQueryClient()
  const go = useNavigate()
  const last = useMemo(
    () => Math.max(0, ...all.filter((one) => one.parentId === group?.id).map((one) => one.position)),
    [all, group],
  )
  const draft = useDraft<ReasonValues, ReasonValues>({
    source: blank,
    toValues: (values) => values,
    keepAs: `reason in ${group?.id ?? 'none'}`,
    submit: async (values) => {
      const { staffTopic, ...named } = trimmed(values)
      const made = await createContactReason({
        body: {
          ...named,
          ...(staffTopic ? { staffTopic } : {}),
          position: last + 1,
          ...(group ? { parentId: group.id } : {}),
        },
      })
      await cache.invalidateQueries({ queryKey: ['contactReasons'] })
      void go(`/manage/reasons/${made.id}`)
      return blank
    },
  })
  const title = group ? t('reasonNewIn', { group: nameIn(group, language) }) : t('groupNew')
  return (
    <section className={`card ${list.form}`} aria-label={title}>
      <h2 className={styles.formTitle}>{title}</h2>
      <form onSubmit={submitting(draft)} noValidate className={styles.form}>
        <ReasonFields draft={draft} group={!group} />
        <SaveBar draft={draft} verb={t('create')} />
      </form>
    </section>
  )
}
