import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { addScreen, listScreens, revokeScreen, type Screen } from '../../client'
import { Acts } from '../../design/Acts'
import { CopyBox } from '../../design/CopyBox'
import { EmptyState } from '../../design/EmptyState'
import { TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft, useFieldErrors } from '../../design/useDraft'
import { day } from '../../i18n/format'
import { allPages } from '../../queries/allPages'
import { useLeagueTexts } from './i18n'
import css from './screens.module.css'

const screensKey = ['screens']

/** ScreensPage makes links for walls that show the board, and takes them back. Staff only. */
export function ScreensPage() {
  const t = useLeagueTexts()
  const screens = useQuery({
    queryKey: screensKey,
    queryFn: ({ signal }) => allPages((cursor) => listScreens({ query: { limit: 100, cursor }, signal })),
  })
  return (
    <ManagePage
      title={t('screensTitle')}
      lead={t('screensLead')}
      action={
        <Link to="/board" className="btn second">
          <Icon name="season" /> {t('boardOpen')}
        </Link>
      }
    >
      <PageState queries={[screens]} part>
        <div className={css.split}>
          <section className={`card ${list.form}`} aria-label={t('screenListLabel')}>
            {screens.data?.length === 0 && <EmptyState title={t('screensNoneTitle')}>{t('screensNone')}</EmptyState>}
            <ul className={css.rows}>
              {screens.data?.map((screen) => (
                <li key={screen.id}>
                  <ScreenRow screen={screen} />
                </li>
              ))}
            </ul>
          </section>
          <Acts>
            <Make />
          </Acts>
        </div>
      </PageState>
    </ManagePage>
  )
}

function ScreenRow({ screen }: { screen: Screen }) {
  const t = useLeagueTexts()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const revoke = useMutation({
    mutationFn: () => revokeScreen({ path: { id: screen.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: screensKey }),
  })
  return (
    <>
      <div className={css.row}>
        <Icon name="season" />
        <div className="grow">
          <b>{screen.name}</b>
          <div className="s soft">{t('screenSince', { date: day(screen.createdAt) })}</div>
        </div>
        <Acts>
          <button
            type="button"
            className="btn text small"
            aria-label={t('screenRevokeOf', { name: screen.name })}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            {t('screenRevoke')}
          </button>
        </Acts>
      </div>
      {asking && (
        <div className={css.asking}>
          <b>{t('screenRevokeTitle', { name: screen.name })}</b>
          <p className="s soft">{t('screenRevokeText')}</p>
          <div className="row">
            <button type="button" className="btn small" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
              {t('screenRevoke')}
            </button>
            <button type="button" className="btn second small" onClick={() => setAsking(false)}>
              {t('screenKeep')}
            </button>
          </div>
        </div>
      )}
    </>
  )
}

const blank = { name: '' }

function Make() {
  const t = useLeagueTexts()
  const cache = useQueryClient()
  const [made, setMade] = useState<{ name: string; link: string }>()
  const draft = useDraft<{ name: string }, { name: string }>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'screen',
    submit: async (values) => {
      const added = await addScreen({ body: values })
      setMade({ name: added.screen.name, link: added.link })
      void cache.invalidateQueries({ queryKey: screensKey })
      return blank
    },
  })
  const error = useFieldErrors(draft)
  return (
    <section className={`card ${list.form}`} aria-label={t('screenMake')}>
      <h2>{t('screenMake')}</h2>
      {made && (
        <div className={css.once} role="status">
          <p className="s">{t('screenLink', { name: made.name })}</p>
          <CopyBox text={made.link} label={t('screenMake')} />
        </div>
      )}
      <form onSubmit={submitting(draft)} noValidate className={css.form}>
        <TextField
          label={t('screenName')}
          hint={t('screenNameHint')}
          value={draft.values.name}
          onChange={(name) => draft.set({ name })}
          error={error('name')}
          required
        />
        <SaveBar draft={draft} verb={t('screenMake')} />
      </form>
    </section>
  )
}
