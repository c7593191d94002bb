import { useQuery } from '@tanstack/react-query'
import { ChoiceField, FieldError, SelectField } from '../../design/fields'
import fields from '../../design/fields.module.css'
import { Icon } from '../../design/Icon'
import { Pair, Section } from '../../design/ManagePage'
import { productsQuery } from '../../queries'
import editor from './editor.module.css'
import { useFault, useFaults } from './faults'
import { useTexts } from './i18n'
import { AreaAt, ListFault, NumberAt, PatternsField, TextAt } from './LinesField'
import { replaced } from './model'
import { type Asked, marked, mayAdd, productName, without } from './question'
import quiz from './questions.module.css'
import css from './scenarios.module.css'

interface Props {
  value: Asked
  set: (change: Partial<Asked>) => void
  language: string
}

const longest = 600

/** QuestionFields is a question about a product of the catalogue, what is right, and where one can look it up. */
export function QuestionFields({ value, set, language }: Props) {
  const t = useTexts()
  const products = useQuery(productsQuery).data?.items ?? []
  const product = productName(value.product, products)
  const names = [...new Set([...products.map(({ name }) => name), product])].filter(Boolean)
  return (
    <>
      <Section title={t('asking')} first>
        <Pair>
          <SelectField
            label={t('aboutProduct')}
            hint={names.length === 0 ? t('noProducts') : undefined}
            error={useFault('/product')}
            value={product}
            options={(names.length > 0 ? names : ['']).map((name) => ({ value: name, label: name || t('none') }))}
            onChange={(chosen) => set({ product: chosen })}
          />
          <NumberAt
            label={t('points')}
            pointer="/points"
            min={1}
            max={5}
            value={value.points}
            onChange={(points) => set({ points })}
          />
        </Pair>
        <AreaAt
          label={t('ask')}
          maxLength={longest}
          rows={2}
          pointer="/ask"
          lang={language}
          value={value.ask}
          onChange={(ask) => set({ ask })}
        />
        <ChoiceField
          label={t('way')}
          value={value.way}
          options={[
            { value: 'choice', label: t('byChoice') },
            { value: 'text', label: t('byText') },
          ]}
          onChange={(way) => set({ way })}
        />
      </Section>
      {value.way === 'choice' ? (
        <Choices value={value} set={set} language={language} />
      ) : (
        <Section title={t('rightTexts')} note={t('rightTextsNote')}>
          <ListFault pointer="" />
          <PatternsField
            label={t('accept')}
            hint={t('patternHint')}
            pointer="/accept"
            lang={language}
            value={value.accept}
            onChange={(accept) => set({ accept })}
          />
          <PatternsField
            label={t('refuse')}
            hint={t('refuseHint')}
            pointer="/refuse"
            lang={language}
            value={value.refuse}
            onChange={(refuse) => set({ refuse })}
          />
        </Section>
      )}
      <Section title={t('openBook')} note={t('openBookNote')}>
        <AreaAt
          label={t('explanation')}
          maxLength={longest}
          rows={2}
          pointer="/explanation"
          lang={language}
          value={value.explanation}
          onChange={(explanation) => set({ explanation })}
        />
        <TextAt
          label={t('source')}
          hint={t('sourceHint')}
          maxLength={longest}
          pointer="/source"
          lang={language}
          value={value.source}
          onChange={(source) => set({ source })}
        />
      </Section>
    </>
  )
}

function Choices({ value, set, language }: Props) {
  const t = useTexts()
  const { choices, right } = value
  const told = useFaults('/choices')
  return (
    <Section title={t('choices')} note={t('choicesNote')}>
      <fieldset className={css.bare}>
        <legend className="hidden">{t('choices')}</legend>
        {choices.map((choice, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
          <div key={at} className={quiz.choice}>
            <input
              type="checkbox"
              aria-label={t('choiceRight', { number: at + 1 })}
              checked={right.includes(at)}
              onChange={(event) => set({ right: marked(right, at, event.currentTarget.checked) })}
            />
            <input
              className={fields.box}
              aria-label={t('choiceNo', { number: at + 1 })}
              maxLength={longest}
              lang={language}
              value={choice}
              onChange={(event) => set({ choices: replaced(choices, at, event.currentTarget.value) })}
            />
            {choices.length > 2 ? (
              <button
                type="button"
                className="btn text small"
                aria-label={t('removeChoice', { number: at + 1 })}
                onClick={() => set(without(value, at))}
              >
                <Icon name="cross" size={16} />
              </button>
            ) : null}
          </div>
        ))}
      </fieldset>
      <FieldError error={told[0]?.sentence} />
      <FieldError error={useFault('/right')} />
      <ListFault pointer="" />
      {mayAdd(choices) ? (
        <div className={editor.actions}>
          <button type="button" className="btn text small" onClick={() => set({ choices: [...choices, ''] })}>
            <Icon name="plus" size={15} /> {t('addChoice')}
          </button>
        </div>
      ) : null}
    </Section>
  )
}
