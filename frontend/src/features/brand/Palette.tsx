import type { CSSProperties } from 'react'
import { useId } from 'react'
import { Bird } from '../../design/Bird'
import { fixed, number } from '../../i18n/format'
import { useTexts } from './i18n'
import styles from './palette.module.css'

interface Props {
  hue: number
  strength: number
  name: string
  onChange: (change: { hue?: number; strength?: number }) => void
}

/** Strength never passes this, so that every text keeps its contrast. */
const vivid = 0.16

/** The two dials of a brand's colour, and what they make in light and in dark. */
export function Palette({ hue, strength, name, onChange }: Props) {
  const t = useTexts()
  return (
    <>
      <Dial
        label={t('hue')}
        figure={number(hue)}
        value={hue}
        max={360}
        step={1}
        kind="hue"
        strength={strength}
        onChange={(next) => onChange({ hue: next })}
      />
      <Dial
        label={t('strength')}
        hint={t('strengthHint')}
        figure={fixed(strength, 3)}
        value={strength}
        max={vivid}
        step={0.002}
        kind="strength"
        hue={hue}
        onChange={(next) => onChange({ strength: Math.round(next * 1000) / 1000 })}
      />
      <div className={styles.previews}>
        <Preview scheme="light" hue={hue} strength={strength} name={name} />
        <Preview scheme="dark" hue={hue} strength={strength} name={name} />
      </div>
    </>
  )
}

interface DialProps {
  label: string
  hint?: string
  figure: string
  value: number
  max: number
  step: number
  kind: 'hue' | 'strength'
  hue?: number
  strength?: number
  onChange: (value: number) => void
}

function Dial({ label, hint, figure, value, max, step, kind, hue, strength, onChange }: DialProps) {
  const id = useId()
  return (
    <div>
      <div className={styles.dialHead}>
        <label htmlFor={id} className="strong s">
          {label}
        </label>
        <output htmlFor={id} className="fig">
          {figure}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        className={`${styles.dial} ${styles[kind]}`}
        style={{ '--dial-h': hue, '--dial-c': strength } as CSSProperties}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
      {hint && <p className="s quiet">{hint}</p>}
    </div>
  )
}

type PreviewProps = { scheme: 'light' | 'dark'; hue: number; strength: number; name: string }

/** A corner of the product in these colours. The tokens are computed again inside it. */
function Preview({ scheme, hue, strength, name }: PreviewProps) {
  const t = useTexts()
  const colours = { '--brand-h': hue, '--brand-c': Math.min(vivid, strength) } as CSSProperties
  return (
    <figure>
      <div className={styles.preview} data-theme={scheme} style={colours} aria-hidden="true">
        <div className={styles.title}>{name}</div>
        <div className={styles.body}>
          <div className={styles.theirs}>{t('previewTheirs')}</div>
          <div className={styles.own}>{t('previewOwn')}</div>
          <div className={styles.row}>
            <span className="fig">4</span>
            <Bird number={0} size={24} />
            <span>{t('previewRow')}</span>
            <span className="fig">366</span>
          </div>
          <div className={styles.buttons}>
            <span className="btn small">{t('previewButton')}</span>
            <span className="btn second small">{t('previewQuiet')}</span>
          </div>
        </div>
      </div>
      <figcaption className="s quiet">{scheme === 'light' ? t('previewLight') : t('previewDark')}</figcaption>
    </figure>
  )
}
