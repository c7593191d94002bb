import { CheckField, TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { dayAfter, type Holiday, spanFaults } from './hours'
import styles from './hours.module.css'
import { useTexts } from './i18n'
import { SpanInputs } from './WeekGrid'

interface Props {
  holidays: Holiday[]
  onChange: (holidays: Holiday[]) => void
}

/** Special days: each replaces its weekday, closed or with its own hours. */
export function HolidayList({ holidays, onChange }: Props) {
  const t = useTexts()
  const change = (index: number, next: Holiday) => onChange(holidays.map((h, at) => (at === index ? next : h)))
  const add = () => {
    const latest = holidays
      .map((h) => h.day)
      .sort()
      .at(-1)
    const day = dayAfter(latest ?? new Date().toISOString().slice(0, 10), 1)
    onChange([...holidays, { day, name: '' }])
  }
  return (
    <>
      {holidays.length === 0 && <p className={`s soft ${styles.none}`}>{t('holidaysNone')}</p>}
      <ul className={styles.holidays}>
        {holidays.map((holiday, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a special day has no other name while its date is typed
          <li key={index}>
            <HolidayRow
              holiday={holiday}
              onChange={(next) => change(index, next)}
              onRemove={() => onChange(holidays.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <button type="button" className="btn second small" onClick={add}>
        <Icon name="plus" size={16} /> {t('holidayAdd')}
      </button>
    </>
  )
}

interface RowProps {
  holiday: Holiday
  onChange: (holiday: Holiday) => void
  onRemove: () => void
}

function HolidayRow({ holiday, onChange, onRemove }: RowProps) {
  const t = useTexts()
  const { day, name, opens, closes } = holiday
  const open = opens !== undefined && closes !== undefined
  const span = { opens: opens ?? '', closes: closes ?? '' }
  return (
    <>
      <div className={styles.holiday}>
        <TextField
          label={t('holidayDay')}
          type="date"
          value={day}
          onChange={(next) => onChange({ ...holiday, day: next })}
        />
        <TextField
          label={t('holidayName')}
          value={name}
          onChange={(next) => onChange({ ...holiday, name: next })}
          maxLength={80}
        />
        <button
          type="button"
          className="btn text small"
          aria-label={t('holidayRemove', { name: name || t('holidayUnnamed') })}
          onClick={onRemove}
        >
          <Icon name="cross" size={16} />
        </button>
      </div>
      <div className={styles.holidayHours}>
        <CheckField
          label={t('holidayOpen')}
          checked={open}
          onChange={(yes) => onChange(yes ? { day, name, opens: '10:00', closes: '16:00' } : { day, name })}
        />
        {open && (
          <div>
            <SpanInputs
              span={span}
              name={name || day}
              fault={spanFaults([span]).get(0)}
              onChange={(next) => onChange({ ...holiday, ...next })}
            />
          </div>
        )}
      </div>
    </>
  )
}
