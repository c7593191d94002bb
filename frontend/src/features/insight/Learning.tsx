import { useQuery } from '@tanstack/react-query'
import type { ReasonModel } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { useLanguage } from '../../i18n'
import { day, number } from '../../i18n/format'
import { learningQuery } from './api'
import { useTexts } from './i18n'
import styles from './learning.module.css'

/** Learning is how well reasons are suggested: on what no version learned from, and on what people decided. */
export function Learning() {
  const t = useTexts()
  const learning = useQuery(learningQuery(useLanguage()))
  const models = learning.data?.models ?? []
  const reasons = learning.data?.reasons ?? []
  const active = models.find((model) => model.active)
  return (
    <div className={styles.learning}>
      <h2>{t('learningTitle')}</h2>
      <PageState queries={[learning]} part>
        {active ? (
          <Figures model={active} />
        ) : (
          <EmptyState title={t('learningNone')}>
            {t('learningNoneMore', { closed: learning.data?.closed ?? 0, needed: learning.data?.needed ?? 0 })}
          </EmptyState>
        )}
        {reasons.length > 0 ? (
          <div className={styles.scroll}>
            <table>
              <caption>{t('learningReasons')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('learningReason')}</th>
                  <th scope="col">{t('learningGiven')}</th>
                  <th scope="col">{t('learningFirst')}</th>
                  <th scope="col">{t('learningThree')}</th>
                </tr>
              </thead>
              <tbody>
                {reasons.map((reason) => (
                  <tr key={reason.id}>
                    <th scope="row">
                      {reason.name}
                      {reason.takenForName ? (
                        <small>{t('learningTaken', { name: reason.takenForName, count: reason.times ?? 0 })}</small>
                      ) : null}
                    </th>
                    <td className="fig">{reason.given}</td>
                    <td className="fig">{share(reason.top1, reason.given)}</td>
                    <td className="fig">{share(reason.top3, reason.given)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {models.length > 1 ? (
          <details>
            <summary>{t('learningVersions', { count: models.length })}</summary>
            <ul>
              {models.map((model) => (
                <li key={model.id} className="s">
                  {t(model.active ? 'learningVersionActive' : 'learningVersion', {
                    when: day(model.trainedAt),
                    examples: model.examples,
                    first: share(model.top1, model.heldOut),
                    three: share(model.top3, model.heldOut),
                  })}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </PageState>
    </div>
  )
}

function share(part: number, of: number): string {
  return of === 0 ? '–' : `${number(Math.round((part / of) * 100))}%`
}

function Figures({ model }: { model: ReasonModel }) {
  const t = useTexts()
  const rows = [
    [t('learningHeldOut', { count: model.heldOut }), model.top1, model.top3, model.heldOut],
    [t('learningJudged', { count: model.judged }), model.judgedTop1, model.judgedTop3, model.judged],
  ] as const
  return (
    <>
      <p className="s quiet">
        {t('learningLead', { examples: model.examples, reasons: model.reasons, when: day(model.trainedAt) })}
      </p>
      <dl className={styles.figures}>
        {rows.map(([name, first, three, of]) => (
          <div key={name}>
            <dt className="s quiet">{name}</dt>
            <dd>
              <b className="fig">{share(first, of)}</b> <span className="s quiet">{t('learningFirstShort')}</span>{' '}
              <b className="fig">{share(three, of)}</b> <span className="s quiet">{t('learningThreeShort')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
