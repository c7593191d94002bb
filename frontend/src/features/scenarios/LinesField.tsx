import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { AreaField, FieldError, NumberField, TextField } from '../../design/fields'
import fields from '../../design/fields.module.css'
import { Icon } from '../../design/Icon'
import editor from './editor.module.css'
import { useFault, useFaults } from './faults'
import { useTexts } from './i18n'

interface ListProps {
  label: string
  hint?: string
  pointer: string
  value: readonly string[]
  onChange: (lines: string[]) => void
  /** The customer says it: it looks like what they say. */
  said?: boolean
  lang?: string
}

const longest = 600

/**
 * LinesField is a list of sentences, one box each. Enter begins the next one, Backspace in an empty box takes it away, and
 * several lines that are pasted become several boxes.
 */
export function LinesField({ label, hint, pointer, value, onChange, said, lang }: ListProps) {
  const t = useTexts()
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const next = useRef<number | undefined>(undefined)
  const told = useFaults(pointer)
  const lines = value.length > 0 ? value : ['']
  useEffect(() => {
    if (next.current === undefined) return
    box.current?.querySelectorAll('textarea')[next.current]?.focus()
    next.current = undefined
  })
  const put = (all: string[], focus: number) => {
    next.current = focus
    onChange(all)
  }
  const write = (at: number, text: string) => {
    const [first = '', ...more] = text.split('\n')
    const all = [...lines.slice(0, at), first, ...more, ...lines.slice(at + 1)]
    if (more.length > 0) put(all, at + more.length)
    else onChange(all)
  }
  const remove = (at: number) =>
    put(
      lines.filter((_, place) => place !== at),
      Math.max(0, at - 1),
    )
  const onKey = (event: KeyboardEvent, at: number) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      put([...lines.slice(0, at + 1), '', ...lines.slice(at + 1)], at + 1)
    } else if (event.key === 'Backspace' && lines[at] === '' && lines.length > 1) {
      event.preventDefault()
      remove(at)
    }
  }
  return (
    <fieldset
      ref={box}
      className={`${fields.group} ${editor.lines}`}
      aria-describedby={hint ? `${id}-hint` : undefined}
    >
      <legend className={fields.label}>{label}</legend>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={at} className={editor.line}>
          <div className={said ? editor.said : editor.plain}>
            <textarea
              rows={1}
              className={`${fields.box} ${editor.grow}`}
              aria-label={t('lineOf', { label, number: at + 1 })}
              aria-invalid={faultOf(told, lines, at) ? true : undefined}
              aria-describedby={faultOf(told, lines, at) ? `${id}-${at}` : undefined}
              maxLength={longest}
              lang={lang}
              value={line}
              onChange={(event) => write(at, event.currentTarget.value)}
              onKeyDown={(event) => onKey(event, at)}
            />
            {lines.length > 1 ? (
              <button
                type="button"
                className={`btn text small ${editor.cross}`}
                aria-label={t('removeLine', { label, number: at + 1 })}
                onClick={() => remove(at)}
              >
                <Icon name="cross" size={15} />
              </button>
            ) : null}
          </div>
          <FieldError id={`${id}-${at}`} error={faultOf(told, lines, at)} />
        </div>
      ))}
      <FieldError error={told.find((one) => one.line === undefined)?.sentence} />
      <div className={editor.under}>
        <button
          type="button"
          className="btn text small"
          aria-label={t('addLineTo', { label })}
          onClick={() => put([...lines, ''], lines.length)}
        >
          <Icon name="plus" size={15} /> {said ? t('addVariant') : t('addLine')}
        </button>
        {hint ? (
          <span id={`${id}-hint`} className={fields.hint}>
            {hint}
          </span>
        ) : null}
      </div>
    </fieldset>
  )
}

/** Blank boxes are not sent: the fault of line 1 is that of the second box when the first is blank. */
function faultOf(told: ReturnType<typeof useFaults>, lines: readonly string[], at: number): string | undefined {
  if (!lines[at]?.trim()) return undefined
  const place = lines.slice(0, at).filter((line) => line.trim()).length
  return told.find((one) => one.line === place)?.sentence
}

/** PatternsField is ways of saying something, one a line, in the notation of patterns. */
export function PatternsField({ label, hint, pointer, value, onChange, lang }: Omit<ListProps, 'said'>) {
  const t = useTexts()
  const told = useFaults(pointer)
  const lines = value.filter((line) => line.trim())
  const first = told[0]
  const error =
    first && first.line !== undefined
      ? t('patternFault', { pattern: lines[first.line] ?? '', why: first.sentence })
      : first?.sentence
  return (
    <div className={editor.patterns}>
      <AreaField
        label={label}
        hint={hint}
        error={error}
        rows={Math.min(8, Math.max(2, value.length + 1))}
        spellCheck={false}
        lang={lang}
        value={value.join('\n')}
        onChange={(text) => onChange(text.split('\n'))}
      />
    </div>
  )
}

interface OneProps<V> {
  label: string
  hint?: string
  pointer: string
  value: V
  onChange: (value: V) => void
  lang?: string
}

/** TextAt is a field of one line that knows what is wrong with it. */
export function TextAt({ pointer, ...rest }: OneProps<string> & { maxLength?: number }) {
  return <TextField maxLength={80} {...rest} error={useFault(pointer)} />
}

/** AreaAt is a field of several lines; the document has none, so that a new line is a space. */
export function AreaAt({ pointer, onChange, ...rest }: OneProps<string> & { rows?: number; maxLength?: number }) {
  return (
    <AreaField
      rows={3}
      maxLength={2_000}
      {...rest}
      error={useFault(pointer)}
      onChange={(text) => onChange(text.replaceAll('\n', ' '))}
    />
  )
}

/** NumberAt is a whole number that knows what is wrong with it. */
export function NumberAt({
  pointer,
  onChange,
  ...rest
}: OneProps<number> & { min: number; max: number; unit?: string }) {
  return <NumberField {...rest} error={useFault(pointer)} onChange={(number) => onChange(number ?? rest.min)} />
}

/** ListFault is what is wrong with a whole list. */
export function ListFault({ pointer }: { pointer: string }) {
  return <FieldError error={useFaults(pointer).find((one) => one.line === undefined)?.sentence} />
}
