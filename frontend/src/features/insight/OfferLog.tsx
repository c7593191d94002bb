import type { OfferRecord } from '../../client'
import { Bird } from '../../design/Bird'
import { Icon } from '../../design/Icon'
import { clock, fixed } from '../../i18n/format'
import styles from './conversations.module.css'
import { useTexts } from './i18n'
import { useFactorFacts, useFactorNames, useFilterNames, useOfferStates } from './words'

/** Who was asked, in which order, with the conditions and the six factors of each. */
export function OfferLog({ offers, timeZone }: { offers: OfferRecord[]; timeZone: string | undefined }) {
  const t = useTexts()
  return (
    <section aria-label={t('offersTitle')}>
      <h3 className={styles.part}>{t('offersTitle')}</h3>
      <p className="s quiet">{offers.length === 0 ? t('offersNone') : t('offersNote')}</p>
      {offers.map((offer, index) => (
        <details key={offer.id} className={styles.offer} open={index === 0 || undefined}>
          <summary>
            <OfferLine offer={offer} timeZone={timeZone} />
          </summary>
          <Factors offer={offer} />
          <Filters offer={offer} />
        </details>
      ))}
    </section>
  )
}

function OfferLine({ offer, timeZone }: { offer: OfferRecord; timeZone: string | undefined }) {
  const t = useTexts()
  const states = useOfferStates()
  return (
    <>
      <Bird number={offer.expert.bird} size={30} />
      <span className="grow">
        <b>{offer.expert.displayName}</b> <span className="s soft">{states[offer.state]}</span>
        <span className={`s quiet ${styles.block}`}>
          {t('seat', { seat: offer.seatNo })}, <span className="fig">{clock(offer.madeAt, timeZone)}</span>
        </span>
      </span>
      <span className={styles.score}>
        <span className="xs quiet">{t('score')}</span>
        <b className="fig">{fixed(offer.why.score, 4)}</b>
      </span>
    </>
  )
}

function Factors({ offer }: { offer: OfferRecord }) {
  const t = useTexts()
  const names = useFactorNames()
  const facts = useFactorFacts()
  return (
    <table className={styles.factors}>
      <thead>
        <tr>
          <th scope="col">{t('factor')}</th>
          <th scope="col">{t('weight')}</th>
          <th scope="col">{t('value')}</th>
          <th scope="col">{t('points')}</th>
        </tr>
      </thead>
      <tbody>
        {offer.why.factors.map((factor) => (
          <tr key={factor.key}>
            <th scope="row">
              {names[factor.key]}
              <span className={`xs quiet ${styles.block}`}>{facts(factor)}</span>
              <span className={styles.meter} aria-hidden="true">
                <i style={{ inlineSize: `${Math.round(factor.value * 100)}%` }} />
              </span>
            </th>
            <td className="fig">{fixed(factor.weight, 2)}</td>
            <td className="fig">× {fixed(factor.value, 2)}</td>
            <td className="fig">{fixed(factor.points, 4)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('score')}</th>
          <td />
          <td />
          <td className="fig">{fixed(offer.why.score, 4)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function Filters({ offer }: { offer: OfferRecord }) {
  const t = useTexts()
  const names = useFilterNames()
  return (
    <div className={styles.filters}>
      <b className="s">{t('filters')}</b>
      <ul>
        {offer.why.filters.map((filter) => (
          <li key={filter.key} className="s soft">
            <Icon name={filter.passed ? 'check' : 'cross'} size={16} label={filter.passed ? t('met') : t('waived')} />
            {names[filter.key]}
          </li>
        ))}
      </ul>
      {offer.why.spread && <p className="s soft">{t('spread')}</p>}
      {offer.why.preferred && <p className="s soft">{t('preferred')}</p>}
    </div>
  )
}
