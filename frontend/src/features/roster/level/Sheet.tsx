import { useMutation, useQueryClient } from '@tanstack/react-query'
import { exportMyTalent, exportTalent } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { Refused } from '../../../design/Refused'
import { dayAndYear, fixed, number } from '../../../i18n/format'
import { languageName } from '../../../i18n/languageName'
import type { Profile, TalentSheet } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { useLevelName } from './words'

/** The expert's own talent sheet, and who read it. */
export function MySheet({ may, readings, zone }: { may: boolean; readings: Profile['readings']; zone: string }) {
  const t = useTexts()
  const cache = useQueryClient()
  const make = useMutation({
    mutationFn: () => exportMyTalent(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['me', 'profile'] }),
  })
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('sheetTitle')}</h2>
      <p className="s soft">{t('sheetLead')}</p>
      <div className={styles.acts}>
        <button type="button" className="btn second" aria-disabled={!may} onClick={() => may && make.mutate()}>
          {t('sheetMake')}
        </button>
        {!may && <span className="s quiet">{t('sheetNeeds')}</span>}
      </div>
      <Refused error={make.error} />
      <h3 className="s">{t('sheetReadings')}</h3>
      {readings.length === 0 && <p className="s quiet">{t('sheetNobody')}</p>}
      <ul className={styles.lines}>
        {readings.map((reading) => (
          <li key={reading.at}>
            <span>{reading.by || t('sheetByMe')}</span>
            <span className="fig s quiet">{dayAndYear(reading.at, zone)}</span>
          </li>
        ))}
      </ul>
      {make.data && <SheetDialog sheet={make.data} zone={zone} onClose={() => make.reset()} />}
    </section>
  )
}

/** A button by which staff read a sheet; the expert sees that they did. */
export function ReadSheet({ id, zone, label }: { id: string; zone: string; label: string }) {
  const read = useMutation({ mutationFn: () => exportTalent({ path: { id } }) })
  return (
    <>
      <button type="button" className="btn second small" onClick={() => read.mutate()}>
        {label}
      </button>
      <Refused error={read.error} />
      {read.data && <SheetDialog sheet={read.data} zone={zone} onClose={() => read.reset()} />}
    </>
  )
}

function SheetDialog({ sheet, zone, onClose }: { sheet: TalentSheet; zone: string; onClose: () => void }) {
  const t = useTexts()
  const name = useLevelName()
  const right = sheet.firstTimeRight
  const percent = (share: number) => `${number(Math.round(share * 100))}%`
  const level = sheet.alumniAt ? `${t('alumni')}, ${name(sheet.level)}` : name(sheet.level)
  const rows: [string, string][] = [
    [t('manageTitle'), `${level}, ${t('since', { date: dayAndYear(sheet.since, zone) })}`],
    [t('sheetLevels'), sheet.levels.map((each) => `${name(each.to)} ${dayAndYear(each.at, zone)}`).join(' · ')],
    [t('sheetLanguages'), sheet.languages.map(languageName).join(', ')],
    [t('sheetTopics'), sheet.topics.length > 0 ? sheet.topics.join(', ') : t('sheetAllTopics')],
    [t('sheetOwns'), sheet.owned.length > 0 ? sheet.owned.join(', ') : t('none')],
    [t('sheetAnswered'), number(sheet.answered)],
    [
      t('sheetQuality'),
      sheet.quality
        ? t('sheetQualityOf', { mean: fixed(sheet.quality.mean, 2), count: number(sheet.quality.ratings) })
        : t('none'),
    ],
    [
      t('sheetRight'),
      right.of > 0
        ? t('sheetRightOf', {
            yes: number(right.yes),
            of: number(right.of),
            least: percent(right.least),
            most: percent(right.most),
          })
        : t('none'),
    ],
    [t('sheetPromises'), number(sheet.followUpsKept)],
  ]
  return (
    <Dialog title={sheet.name ?? sheet.displayName} lead={t('sheetTitle')} onClose={onClose} wide>
      <div className={styles.sheet}>
        <dl>
          {rows.map(([label, value]) => (
            <div key={label} style={{ display: 'contents' }}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="s quiet">
          {t('sheetFoot', {
            date: dayAndYear(sheet.madeAt, zone),
            version: sheet.consentVersion,
            brand: sheet.brand,
          })}
        </p>
        <div className={`${styles.acts} ${styles.unprinted}`}>
          <button type="button" className="btn second" onClick={() => window.print()}>
            {t('sheetPrint')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
