import { type ReactNode, useState } from 'react'
import { SelectField, SwitchField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { Section } from '../../design/ManagePage'
import editor from './editor.module.css'
import { useTexts } from './i18n'
import { LinesField, ListFault, PatternsField, TextAt } from './LinesField'
import { blankFact, blankKnown, blankLimit, type Fact, type PartProps, replaced, sides } from './model'

const longest = 600

/** NeedsPart is what the customer must have been told, and whether staff must take it on. */
export function NeedsPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { facts, handOver } = doc
  const put = (next: Fact[]) => set({ facts: next })
  return (
    <>
      <Section first title={t('part_needs')} note={t('needsNote')}>
        <ListFault pointer="/facts" />
        {facts.map((fact, at) => (
          <Entry
            key={fact.key}
            title={t('factNo', { number: at + 1 })}
            remove={() => put(facts.filter((one) => one !== fact))}
          >
            <FactFields
              fact={fact}
              pointer={`/facts/${at}`}
              lang={doc.language}
              change={(part) => put(replaced(facts, at, { ...fact, ...part }))}
            />
          </Entry>
        ))}
        <Add label={t('addFact')} onAdd={() => put([...facts, blankFact(facts)])} />
      </Section>
      <Section title={t('handOver')} note={t('handOverNote')}>
        <SwitchField
          label={t('handOverNeeded')}
          checked={handOver.needed}
          onChange={(needed) => set({ handOver: { ...handOver, needed } })}
        />
        <LinesField
          said
          label={t('handOverAgain')}
          pointer="/handOver/again"
          lang={doc.language}
          value={handOver.again}
          onChange={(again) => set({ handOver: { ...handOver, again } })}
        />
      </Section>
    </>
  )
}

interface FactProps {
  fact: Fact
  pointer: string
  lang: string
  change: (part: Partial<Fact>) => void
}

function FactFields({ fact, pointer, lang, change }: FactProps) {
  const t = useTexts()
  return (
    <>
      <TextAt
        label={t('about')}
        maxLength={longest}
        pointer={`${pointer}/about`}
        lang={lang}
        value={fact.about}
        onChange={(about) => change({ about })}
      />
      <SwitchField label={t('needed')} checked={fact.needed} onChange={(needed) => change({ needed })} />
      <PatternsField
        label={t('right')}
        hint={t('patternHint')}
        pointer={`${pointer}/right`}
        lang={lang}
        value={fact.right}
        onChange={(right) => change({ right })}
      />
      <LinesField
        said
        label={t('again')}
        hint={fact.needed ? undefined : t('againHint')}
        pointer={`${pointer}/again`}
        lang={lang}
        value={fact.again}
        onChange={(again) => change({ again })}
      />
      <PatternsField
        label={t('wrong')}
        hint={t('wrongHint')}
        pointer={`${pointer}/wrong`}
        lang={lang}
        value={fact.wrong}
        onChange={(wrong) => change({ wrong })}
      />
      <LinesField
        said
        label={t('doubts')}
        pointer={`${pointer}/doubts`}
        lang={lang}
        value={fact.doubts}
        onChange={(doubts) => change({ doubts })}
      />
    </>
  )
}

/** LimitsPart is what may not be promised, and how the customer takes the writer at their word. */
export function LimitsPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { limits } = doc
  return (
    <Section first title={t('part_limits')} note={t('limitsNote')}>
      <ListFault pointer="/limits" />
      {limits.map((limit, at) => {
        const change = (part: Partial<typeof limit>) => set({ limits: replaced(limits, at, { ...limit, ...part }) })
        return (
          <Entry
            key={limit.key}
            title={t('limitNo', { number: at + 1 })}
            remove={() => set({ limits: limits.filter((one) => one !== limit) })}
          >
            <TextAt
              label={t('limitAbout')}
              maxLength={longest}
              pointer={`/limits/${at}/about`}
              lang={doc.language}
              value={limit.about}
              onChange={(about) => change({ about })}
            />
            <PatternsField
              label={t('limitPatterns')}
              hint={t('patternHint')}
              pointer={`/limits/${at}/patterns`}
              lang={doc.language}
              value={limit.patterns}
              onChange={(patterns) => change({ patterns })}
            />
            <LinesField
              said
              label={t('limitCaught')}
              pointer={`/limits/${at}/caught`}
              lang={doc.language}
              value={limit.caught}
              onChange={(caught) => change({ caught })}
            />
          </Entry>
        )
      })}
      <Add label={t('addLimit')} onAdd={() => set({ limits: [...limits, blankLimit(limits)] })} />
    </Section>
  )
}

/** KnowsPart is what the candidate can ask the customer. */
export function KnowsPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { knows } = doc
  return (
    <Section first title={t('part_knows')} note={t('knowsNote')}>
      <ListFault pointer="/knows" />
      {knows.map((known, at) => {
        const change = (part: Partial<typeof known>) => set({ knows: replaced(knows, at, { ...known, ...part }) })
        return (
          <Entry
            key={known.key}
            title={t('knownNo', { number: at + 1 })}
            remove={() => set({ knows: knows.filter((one) => one !== known) })}
          >
            <PatternsField
              label={t('asked')}
              hint={t('patternHint')}
              pointer={`/knows/${at}/asked`}
              lang={doc.language}
              value={known.asked}
              onChange={(asked) => change({ asked })}
            />
            <LinesField
              said
              label={t('says')}
              pointer={`/knows/${at}/says`}
              lang={doc.language}
              value={known.says}
              onChange={(says) => change({ says })}
            />
          </Entry>
        )
      })}
      <Add label={t('addKnown')} onAdd={() => set({ knows: [...knows, blankKnown(knows)] })} />
    </Section>
  )
}

type Side = (typeof sides)[number]

/** SidePart is the customer's own words on an occasion; where there are none, the voice speaks. */
export function SidePart({ doc, set }: PartProps) {
  const t = useTexts()
  const free = sides.filter((side) => !(side in doc.side))
  const [pick, setPick] = useState<Side>('calms')
  const chosen = free.includes(pick) ? pick : free[0]
  return (
    <Section first title={t('part_side')} note={t('sideNote')}>
      {sides
        .filter((side) => side in doc.side)
        .map((side) => (
          <Entry
            key={side}
            title={t(`side_${side}`)}
            remove={() => set({ side: Object.fromEntries(Object.entries(doc.side).filter(([name]) => name !== side)) })}
          >
            <LinesField
              said
              label={t('sideLines', { occasion: t(`side_${side}`) })}
              pointer={`/side/${side}`}
              lang={doc.language}
              value={doc.side[side] ?? []}
              onChange={(lines) => set({ side: { ...doc.side, [side]: lines } })}
            />
          </Entry>
        ))}
      {chosen ? (
        <div className={editor.add}>
          <SelectField
            label={t('sidePick')}
            value={chosen}
            options={free.map((side) => ({ value: side, label: t(`side_${side}`) }))}
            onChange={setPick}
          />
          <button type="button" className="btn second" onClick={() => set({ side: { ...doc.side, [chosen]: [''] } })}>
            <Icon name="plus" size={16} /> {t('addSide')}
          </button>
        </div>
      ) : null}
    </Section>
  )
}

/** Entry is one of a list, with its name and the way to take it out. */
function Entry({ title, remove, children }: { title: string; remove: () => void; children: ReactNode }) {
  const t = useTexts()
  return (
    <section className={editor.step} aria-label={title}>
      <header className={editor.stepHead}>
        <h3 className="grow">{title}</h3>
        <button type="button" className="btn text small" aria-label={t('remove', { name: title })} onClick={remove}>
          <Icon name="cross" size={16} />
        </button>
      </header>
      {children}
    </section>
  )
}

function Add({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <div className={editor.actions}>
      <button type="button" className="btn second" onClick={onAdd}>
        <Icon name="plus" size={16} /> {label}
      </button>
    </div>
  )
}
