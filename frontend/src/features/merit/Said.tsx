import { EmptyState } from '../../design/EmptyState'
import { day, monthName } from '../../i18n/format'
import type { Merit } from './api'
import { Hide } from './Hide'
import { useTexts } from './i18n'
import css from './merit.module.css'

/** Said is what colleagues, managers and customers said to somebody, the newest first. Staff can hide words of it. */
export function Said({ merit, staff = false }: { merit: Merit; staff?: boolean }) {
  const t = useTexts()
  const all = [
    ...merit.kudos.map((one) => ({
      ...one,
      from: t('kudosFrom', { name: one.from }),
      card: false,
      kind: 'kudos' as const,
    })),
    ...merit.thanks.map((one) => ({ ...one, from: t('card'), card: true, kind: 'thanks' as const })),
    ...merit.spots.map((one) => ({
      ...one,
      from: t('spotOf', { month: monthName(one.month), name: one.by }),
      card: true,
      kind: undefined,
    })),
  ].sort((a, b) => b.at.localeCompare(a.at))
  return (
    <section className={`card ${css.card}`}>
      <h2>{t(staff ? 'saidTo' : 'said')}</h2>
      {all.length === 0 ? (
        <EmptyState title={t('saidNone')} birds={[{ bird: 4, x: 120 }]}>
          {staff ? '' : t('saidNoneText')}
        </EmptyState>
      ) : (
        <ul className={css.said}>
          {all.map((one) => (
            <li key={one.id} data-card={one.card || undefined}>
              <p dir="auto">{one.text}</p>
              <span className="s soft">
                {one.from} · {day(one.at)}
              </span>
              {staff && one.kind ? <Hide kind={one.kind} id={one.id} /> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
