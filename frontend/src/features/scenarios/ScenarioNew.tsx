import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ProblemError } from '../../app/problem'
import { getScenario, putScenarioDraft } from '../../client'
import { Dialog } from '../../design/Dialog'
import { ErrorNote } from '../../design/ErrorNote'
import { ChoiceField, SelectField, TextField } from '../../design/fields'
import { useRefusalSentence, useWords } from '../../design/words'
import { useLanguage } from '../../i18n'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { scenariosQuery } from './api'
import editor from './editor.module.css'
import { families } from './families'
import { useTexts } from './i18n'
import { blank, documentOf, idOf, type Kind, kinds, read, spoken } from './model'
import css from './scenarios.module.css'

/** ScenarioNew begins a scenario: empty, or as another one stands now. It is a draft from its first moment. */
export function ScenarioNew() {
  const t = useTexts()
  const go = useNavigate()
  return (
    <Dialog title={t('newScenario')} lead={t('newLead')} onClose={() => void go('/manage/scenarios')}>
      <Form />
    </Dialog>
  )
}

function Form() {
  const t = useTexts()
  const words = useWords()
  const sentence = useRefusalSentence()
  const go = useNavigate()
  const cache = useQueryClient()
  const mine = useLanguage()
  const brand = useQuery(brandQuery).data?.name ?? ''
  const all = families(useQuery(scenariosQuery).data?.items ?? [])
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<Kind>('rude_refund')
  const [language, setLanguage] = useState<string>(mine)
  const [from, setFrom] = useState('')
  const alike = all.filter((one) => one.newest.kind === kind && one.language === language)
  const begun = alike.find((one) => one.id === from)
  const make = useMutation({
    mutationFn: async () => {
      const head = { id: idOf(title, new Set(all.map((one) => one.id))), kind, language, title }
      const base = begun?.live ?? begun?.newest
      const source = base
        ? read((await getScenario({ path: { id: base.id, language, version: String(base.version) } })).document)
        : blank(head, brand)
      return putScenarioDraft({
        path: { id: head.id, language },
        headers: { 'If-Match': '"0"' },
        body: { document: documentOf({ ...source, ...head }) },
      })
    },
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: ['scenarios'] })
      void go(`/manage/scenarios/${made.id}/${made.language}`)
    },
  })
  const { error } = make
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (title.trim() && !make.isPending) make.mutate()
      }}
    >
      <TextField label={t('name')} hint={t('nameHint')} maxLength={80} required value={title} onChange={setTitle} />
      <SelectField
        label={t('kind')}
        hint={t(`${kind}_about`)}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: t(one) }))}
        onChange={setKind}
      />
      <ChoiceField
        label={t('language')}
        hint={t('languageHint')}
        value={language}
        options={spoken.map((tag) => ({ value: tag as string, label: languageName(tag) }))}
        onChange={setLanguage}
      />
      <SelectField
        label={t('beginFrom')}
        hint={t('beginFromHint')}
        value={begun ? from : ''}
        options={[
          { value: '', label: t('fromNothing') },
          ...alike.map((one) => ({ value: one.id, label: one.newest.title || one.id })),
        ]}
        onChange={setFrom}
      />
      {error ? (
        <ErrorNote title={t('notMade')}>
          {error instanceof ProblemError && error.status > 0 ? sentence(error) : words('unreachable')}
        </ErrorNote>
      ) : null}
      <div className={editor.actions}>
        <button type="submit" className="btn" aria-disabled={!title.trim() || make.isPending}>
          {t('begin')}
        </button>
      </div>
    </form>
  )
}
