import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Acts } from '../../design/Acts'
import { PageState } from '../../design/PageState'
import { monthName } from '../../i18n/format'
import { spotsQuery } from './api'
import { useTexts } from './i18n'
import css from './merit.module.css'
import { PraiseDialog } from './PraiseDialog'

/** Spots is the surprise of a month, for who gives it. */
export function Spots() {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const spots = useQuery(spotsQuery)
  const month = spots.data ? monthName(spots.data.month) : ''
  return (
    <section className={`card ${css.card}`}>
      <h2>{t('spot')}</h2>
      <p className="s soft">{t('spotLead')}</p>
      <PageState queries={[spots]} part>
        {spots.data?.given ? (
          <p className="s strong">{t('spotGiven', { month })}</p>
        ) : (
          <Acts>
            <button type="button" className="btn second" onClick={() => setOpen(true)}>
              {t('spotGive', { month })}
            </button>
          </Acts>
        )}
        <ul className={css.said}>
          {spots.data?.awards.map((one) => (
            <li key={one.id} data-card="true">
              <p dir="auto">{one.text}</p>
              <span className="s soft">{t('spotDone', { name: one.name, month: monthName(one.month) })}</span>
            </li>
          ))}
        </ul>
      </PageState>
      {open ? <PraiseDialog kind="spot" onClose={() => setOpen(false)} /> : null}
    </section>
  )
}
