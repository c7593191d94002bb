import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { PageState } from '../../design/PageState'
import { number } from '../../i18n/format'
import { benefitsQuery, money } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Benefits is the register of what solved problems save. */
export function Benefits() {
  const t = useTexts()
  const register = useQuery(benefitsQuery)
  const share = (good: number, rated: number) =>
    rated ? `${number(Math.round((100 * good) / rated))} %` : t('notRated')
  return (
    <PageState queries={[register]} part>
      <section className={`card ${styles.part}`} aria-labelledby="benefits">
        <h2 id="benefits">{t('benefitsTitle')}</h2>
        <p className="s soft">{t('benefitsLead')}</p>
        {register.data && register.data.items.length === 0 && <p>{t('benefitsNone')}</p>}
        {register.data && register.data.items.length > 0 && (
          <>
            <p>
              <b>
                {t('total', {
                  contacts: number(register.data.contactsMonth),
                  money: money(register.data.centsMonth),
                })}
              </b>
            </p>
            <div className={styles.scrolls}>
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('problem')}</th>
                    <th scope="col">{t('fell')}</th>
                    <th scope="col">{t('savedContacts')}</th>
                    <th scope="col">{t('savedMoney')}</th>
                    <th scope="col">{t('satisfied')}</th>
                  </tr>
                </thead>
                <tbody>
                  {register.data.items.map((one) => (
                    <tr key={`${one.id} ${one.measuredAt}`}>
                      <th scope="row">
                        <Link to={`/manage/problems/${one.id}`}>{one.title}</Link>{' '}
                        {!one.solved && <span className="tag">{t('cameBack')}</span>}
                        <p className="xs quiet">{one.what}</p>
                      </th>
                      <td className="fig">{number(Math.round(100 * one.ratio))} %</td>
                      <td className="fig">{number(one.contactsMonth)}</td>
                      <td className="fig">{money(one.centsMonth)}</td>
                      <td className="fig">
                        {share(one.goodBefore, one.ratedBefore)}, {share(one.goodAfter, one.ratedAfter)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </section>
    </PageState>
  )
}
