import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './fields.module.css'
import { Icon } from './Icon'

interface FieldProps {
  label: string
  hint?: ReactNode
  /** The sentence beside the field when its value is refused. */
  error?: string
  /** Said after the label of a field that may stay empty. */
  optional?: string
}

interface Parts {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

function Field({ label, hint, error, optional, children }: FieldProps & { children: (parts: Parts) => ReactNode }) {
  const id = useId()
  const said = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label} {optional && <span className={styles.optional}>{optional}</span>}
      </label>
      {children({ id, 'aria-describedby': said || undefined, 'aria-invalid': error ? true : undefined })}
      <FieldError id={`${id}-error`} error={error} />
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** FieldError is one refused value in words, under its field. */
export function FieldError({ id, error }: { id?: string; error: string | undefined }) {
  if (!error) return null
  return (
    <p className={styles.error} id={id}>
      <Icon name="flag" size={16} />
      <span>{error}</span>
    </p>
  )
}

type Native<T extends 'input' | 'textarea' | 'select'> = Omit<ComponentProps<T>, 'value' | 'onChange' | 'id' | 'size'>

type TextProps = FieldProps & Native<'input'> & { value: string; onChange: (value: string) => void; figure?: boolean }

/** TextField is one line of text, a date or a time. */
export function TextField({ label, hint, error, optional, value, onChange, figure, ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(parts) => (
        <input
          {...rest}
          {...parts}
          className={figure ? `${styles.box} ${styles.figure}` : styles.box}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

type AreaProps = FieldProps & Native<'textarea'> & { value: string; onChange: (value: string) => void }

/** AreaField is text of several lines. */
export function AreaField({ label, hint, error, optional, value, onChange, ...rest }: AreaProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(parts) => (
        <textarea
          {...rest}
          {...parts}
          className={`${styles.box} ${styles.area}`}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

type NumberProps = FieldProps &
  Native<'input'> & { value: number | undefined; onChange: (value: number | undefined) => void; unit?: string }

/** NumberField is a whole number with its unit beside it; an empty box is undefined, never zero. */
export function NumberField({ label, hint, error, optional, value, onChange, unit, ...rest }: NumberProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(parts) => (
        <span className={styles.affixed}>
          <input
            {...rest}
            {...parts}
            type="number"
            inputMode="numeric"
            step={1}
            className={`${styles.box} ${styles.figure}`}
            value={value ?? ''}
            onChange={(event) => onChange(wholeOf(event.currentTarget.value))}
          />
          {unit && <span className="s soft">{unit}</span>}
        </span>
      )}
    </Field>
  )
}

function wholeOf(text: string): number | undefined {
  const value = Number.parseInt(text, 10)
  return Number.isNaN(value) ? undefined : value
}

export interface Option<V extends string = string> {
  value: V
  label: string
  disabled?: boolean
}

type SelectProps<V extends string> = FieldProps &
  Native<'select'> & { value: V; onChange: (value: V) => void; options: Option<V>[] }

/** SelectField is one of a list, in the browser's own way. */
export function SelectField<V extends string>(props: SelectProps<V>) {
  const { label, hint, error, optional, value, onChange, options, ...rest } = props
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(parts) => (
        <span className={styles.selectWrap}>
          <select
            {...rest}
            {...parts}
            className={`${styles.box} ${styles.select}`}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value as V)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="down" />
        </span>
      )}
    </Field>
  )
}

interface ToggleProps {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

/** SwitchField is a choice that takes effect at once. */
export function SwitchField({ label, hint, checked, disabled, onChange }: ToggleProps) {
  return <Toggle kind="switch" {...{ label, hint, checked, disabled, onChange }} />
}

/** CheckField is a choice that takes effect with the form. */
export function CheckField({ label, hint, checked, disabled, onChange }: ToggleProps) {
  return <Toggle kind="checkbox" {...{ label, hint, checked, disabled, onChange }} />
}

function Toggle({ kind, label, hint, checked, disabled, onChange }: ToggleProps & { kind: 'switch' | 'checkbox' }) {
  const id = useId()
  return (
    <label className={styles.toggle}>
      <input
        type="checkbox"
        role={kind === 'switch' ? 'switch' : undefined}
        className={kind === 'switch' ? styles.switch : styles.check}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? id : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="strong s">{label}</span>
      {hint && (
        <span className={styles.hint} id={id}>
          {hint}
        </span>
      )}
    </label>
  )
}

type ChoiceProps<V extends string> = FieldProps & { value: V; onChange: (value: V) => void; options: Option<V>[] }

/** ChoiceField shows all of a few choices side by side; one is chosen. */
export function ChoiceField<V extends string>({ label, hint, error, value, onChange, options }: ChoiceProps<V>) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.choices}>
        {options.map((option) => (
          <label className={styles.choice} key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <FieldError error={error} />
      {hint && <p className={styles.hint}>{hint}</p>}
    </fieldset>
  )
}

type ChipsProps<V extends string> = FieldProps & { value: V[]; onChange: (value: V[]) => void; options: Option<V>[] }

/** ChipsField shows all of a few choices; any number is chosen, in the order of the options. */
export function ChipsField<V extends string>({ label, hint, error, value, onChange, options }: ChipsProps<V>) {
  const chosen = new Set(value)
  const toggle = (pick: V, on: boolean) =>
    onChange(options.map((o) => o.value).filter((v) => (v === pick ? on : chosen.has(v))))
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.choices}>
        {options.map((option) => (
          <label className={styles.choice} key={option.value}>
            <input
              type="checkbox"
              checked={chosen.has(option.value)}
              disabled={option.disabled}
              onChange={(event) => toggle(option.value, event.currentTarget.checked)}
            />
            {option.label}
          </label>
        ))}
      </div>
      <FieldError error={error} />
      {hint && <p className={styles.hint}>{hint}</p>}
    </fieldset>
  )
}
