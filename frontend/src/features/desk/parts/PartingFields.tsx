import { useId } from 'react'
import { useDeskTexts } from '../i18n'
import { longestParting, useParting } from '../model/parting'
import css from './parting.module.css'

interface Props {
  conversationId: string
  name: string
}

/** PartingFields are what the customer keeps after the close: a tip and a next step, in the expert's own words. */
export function PartingFields({ conversationId, name }: Props) {
  const t = useDeskTexts()
  const { parting, edit } = useParting(conversationId)
  return (
    <div className={css.fields}>
      <Text label={t('tip')} hint={t('tipHint', { name })} value={parting.tip} onChange={(tip) => edit({ tip })} />
      <NextStep conversationId={conversationId} name={name} />
    </div>
  )
}

/** NextStep is what the customer does next. It stands beside the lane and on the closing card; both are the same text. */
export function NextStep({ conversationId, name, beside }: Props & { beside?: boolean }) {
  const t = useDeskTexts()
  const { parting, edit } = useParting(conversationId)
  return (
    <Text
      part={beside ? 'next' : undefined}
      label={t('nextStep')}
      hint={t(beside ? 'nextStepBeside' : 'nextStepHint', { name })}
      value={parting.nextStep}
      onChange={(nextStep) => edit({ nextStep })}
    />
  )
}

interface TextProps {
  part?: string
  label: string
  hint: string
  value: string
  onChange: (value: string) => void
}

function Text({ part, label, hint, value, onChange }: TextProps) {
  const t = useDeskTexts()
  const id = useId()
  const over = value.length - longestParting
  return (
    <label className={css.field} data-part={part}>
      <span className="strong">{label}</span>
      <textarea
        rows={value.length > 60 ? 3 : 1}
        value={value}
        aria-describedby={id}
        aria-invalid={over > 0 || undefined}
        placeholder={hint}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={id} className={over > 0 ? css.over : 'hidden'}>
        {over > 0 ? t('tooLong', { count: over }) : hint}
      </span>
    </label>
  )
}
