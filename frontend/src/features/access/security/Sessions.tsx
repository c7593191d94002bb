import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endMySession, endOtherSessions, type MySession } from '../../../client'
import { Icon } from '../../../design/Icon'
import { PageState } from '../../../design/PageState'
import { clock, dayAndYear } from '../../../i18n/format'
import { Failed } from './Failed'
import { sessionsQuery } from './queries'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** Sessions lists where the person is signed in, and ends what they do not know. */
export function Sessions() {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const sessions = useQuery(sessionsQuery)
  const again = () => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const end = useMutation({ mutationFn: (id: string) => endMySession({ path: { id } }), onSettled: again })
  const endAll = useMutation({ mutationFn: () => endOtherSessions(), onSettled: again })
  const all = [...(sessions.data ?? [])].sort((a, b) => Number(b.current) - Number(a.current))
  return (
    <section className={`card ${css.part}`} aria-label={t('sessions')}>
      <div>
        <h2>{t('sessions')}</h2>
        <p className="s quiet">{t('sessionsText')}</p>
      </div>
      <PageState queries={[sessions]} part>
        <ul className={css.rows}>
          {all.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
          ))}
        </ul>
        <Failed error={end.error ?? endAll.error} />
        <div role="status">
          {endAll.data ? <p className="s soft">{t('sessionsEnded', { count: endAll.data.ended })}</p> : null}
        </div>
        {all.length > 1 ? (
          <div>
            <button
              type="button"
              className="btn second"
              aria-disabled={endAll.isPending}
              onClick={() => !endAll.isPending && endAll.mutate()}
            >
              {t('sessionsEnd')}
            </button>
          </div>
        ) : (
          <p className="s soft">{t('sessionsNone')}</p>
        )}
      </PageState>
    </section>
  )
}

function SessionRow({ session, onEnd }: { session: MySession; onEnd: () => void }) {
  const t = useSecurityTexts()
  const name = session.device || t('sessionUnknown')
  const at = `${dayAndYear(session.usedAt)}, ${clock(session.usedAt)}`
  const facts = [
    t('sessionUsed', { date: at }),
    t('sessionSince', { date: dayAndYear(session.createdAt) }),
    session.provider ? t('by_providerOf', { name: session.provider }) : t(`by_${session.factor}`),
    session.elsewhere ? t('sessionElsewhere') : '',
  ]
  return (
    <li className={css.row}>
      <Icon name={session.current ? 'check' : 'door'} directed={!session.current} />
      <div className="grow">
        <b>{name}</b> {session.current ? <span className={css.here}>{t('sessionHere')}</span> : null}
        <div className="s soft">{facts.filter(Boolean).join(' · ')}</div>
      </div>
      {session.current ? null : (
        <button type="button" className="btn text small" aria-label={t('sessionEndOf', { name })} onClick={onEnd}>
          {t('sessionEnd')}
        </button>
      )}
    </li>
  )
}
