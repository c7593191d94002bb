import { ChoiceField, SelectField } from '../../design/fields'
import { Pair, Section } from '../../design/ManagePage'
import { Tuner } from '../../design/Tuner'
import { KnowsPart, LimitsPart, NeedsPart, SidePart } from './CaseFields'
import { useFault } from './faults'
import { useTexts } from './i18n'
import { AreaAt, LinesField, NumberAt, TextAt } from './LinesField'
import { boiling, kinds, type Part, type PartProps, type Scenario, voices } from './model'
import { StepsPart } from './StepFields'

/** PartFields is one part of a scenario's form. */
export function PartFields({ part, kindFixed, ...rest }: PartProps & { part: Part; kindFixed: boolean }) {
  switch (part) {
    case 'scene':
      return <ScenePart {...rest} kindFixed={kindFixed} />
    case 'customer':
      return <CustomerPart {...rest} />
    case 'briefing':
      return <BriefingPart {...rest} />
    case 'opening':
      return <OpeningPart {...rest} />
    case 'steps':
      return <StepsPart {...rest} />
    case 'needs':
      return <NeedsPart {...rest} />
    case 'limits':
      return <LimitsPart {...rest} />
    case 'knows':
      return <KnowsPart {...rest} />
    case 'side':
      return <SidePart {...rest} />
    case 'ends':
      return <EndsPart {...rest} />
  }
}

function ScenePart({ doc, set, kindFixed }: PartProps & { kindFixed: boolean }) {
  const t = useTexts()
  return (
    <Section first title={t('part_scene')} note={t('sceneNote')}>
      <TextAt label={t('name')} pointer="/title" value={doc.title} onChange={(title) => set({ title })} />
      <SelectField
        label={t('kind')}
        hint={kindFixed ? t('kindFixed') : t('kindHint')}
        error={useFault('/kind')}
        value={doc.kind}
        disabled={kindFixed}
        options={kinds.map((kind) => ({ value: kind, label: t(kind) }))}
        onChange={(kind) => set({ kind })}
      />
      <Pair>
        <NumberAt
          label={t('minutes')}
          pointer="/minutes"
          unit={t('minutesUnit')}
          min={8}
          max={12}
          value={doc.minutes}
          onChange={(minutes) => set({ minutes })}
        />
        <NumberAt
          label={t('maxTurns')}
          hint={t('maxTurnsHint')}
          pointer="/maxTurns"
          min={8}
          max={20}
          value={doc.maxTurns}
          onChange={(maxTurns) => set({ maxTurns })}
        />
      </Pair>
      <Pair>
        <TextAt
          label={t('brandName')}
          hint={t('brandHint')}
          pointer="/names/brand"
          value={doc.names.brand}
          onChange={(brand) => set({ names: { ...doc.names, brand } })}
        />
        <TextAt
          label={t('productName')}
          hint={t('productHint')}
          pointer="/names/product"
          value={doc.names.product}
          onChange={(product) => set({ names: { ...doc.names, product } })}
        />
      </Pair>
    </Section>
  )
}

function CustomerPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { customer, temper } = doc
  const change = (part: Partial<Scenario['customer']>) => set({ customer: { ...customer, ...part } })
  return (
    <>
      <Section first title={t('part_customer')} note={t('customerNote')}>
        <TextAt
          label={t('customerName')}
          pointer="/customer/name"
          value={customer.name}
          onChange={(name) => change({ name })}
        />
        <LinesField
          label={t('calledAs')}
          hint={t('calledAsHint')}
          pointer="/customer/calledAs"
          value={customer.calledAs}
          onChange={(calledAs) => change({ calledAs })}
        />
        <AreaAt
          label={t('story')}
          hint={t('storyHint')}
          pointer="/customer/story"
          lang={doc.language}
          value={customer.story}
          onChange={(story) => change({ story })}
        />
        <ChoiceField
          label={t('voice')}
          hint={t(`voice_${voices.find((voice) => voice === customer.voice) ?? 'blunt'}Hint`)}
          error={useFault('/customer/voice')}
          value={customer.voice}
          options={voices.map((voice) => ({ value: voice as string, label: t(`voice_${voice}`) }))}
          onChange={(voice) => change({ voice })}
        />
      </Section>
      <Section title={t('temper')} note={t('temperNote')}>
        <Temper start={temper.start} calm={temper.calm} />
        <Pair>
          <NumberAt
            label={t('temperStart')}
            pointer="/temper/start"
            min={1}
            max={9}
            value={temper.start}
            onChange={(start) => set({ temper: { ...temper, start } })}
          />
          <NumberAt
            label={t('temperCalm')}
            hint={t('temperCalmHint')}
            pointer="/temper/calm"
            min={0}
            max={7}
            value={temper.calm}
            onChange={(calm) => set({ temper: { ...temper, calm } })}
          />
        </Pair>
      </Section>
    </>
  )
}

/** Temper is the customer's temper on its scale: the band is where they can be content. */
export function Temper({ start, calm }: { start: number; calm: number }) {
  const t = useTexts()
  return (
    <Tuner
      label={t('temperScale', { start, calm })}
      ticks={boiling}
      long={5}
      band={[0, calm / boiling]}
      needle={start / boiling}
      labels={[
        { at: 0, text: t('serene') },
        { at: 1, text: t('walksOff') },
      ]}
    />
  )
}

function BriefingPart({ doc, set }: PartProps) {
  const t = useTexts()
  const { briefing } = doc
  const change = (part: Partial<Scenario['briefing']>) => set({ briefing: { ...briefing, ...part } })
  return (
    <Section first title={t('part_briefing')} note={t('briefingNote')}>
      <AreaAt
        label={t('situation')}
        pointer="/briefing/situation"
        lang={doc.language}
        value={briefing.situation}
        onChange={(situation) => change({ situation })}
      />
      <LinesField
        label={t('briefingFacts')}
        hint={t('briefingFactsHint')}
        pointer="/briefing/facts"
        lang={doc.language}
        value={briefing.facts}
        onChange={(facts) => change({ facts })}
      />
      <LinesField
        label={t('may')}
        pointer="/briefing/may"
        lang={doc.language}
        value={briefing.may}
        onChange={(may) => change({ may })}
      />
      <LinesField
        label={t('mayNot')}
        pointer="/briefing/mayNot"
        lang={doc.language}
        value={briefing.mayNot}
        onChange={(mayNot) => change({ mayNot })}
      />
    </Section>
  )
}

function OpeningPart({ doc, set }: PartProps) {
  const t = useTexts()
  return (
    <Section first title={t('part_opening')} note={t('openingNote')}>
      <LinesField
        said
        label={t('openingLines')}
        hint={t('variantsHint')}
        pointer="/opening"
        lang={doc.language}
        value={doc.opening}
        onChange={(opening) => set({ opening })}
      />
    </Section>
  )
}

function EndsPart({ doc, set }: PartProps) {
  const t = useTexts()
  const ends = ['solved', 'walkedOff', 'timeUp'] as const
  return (
    <Section first title={t('part_ends')} note={t('endsNote')}>
      {ends.map((end) => (
        <LinesField
          key={end}
          said
          label={t(`end_${end}`)}
          hint={t(`end_${end}Hint`)}
          pointer={`/ends/${end}`}
          lang={doc.language}
          value={doc.ends[end]}
          onChange={(lines) => set({ ends: { ...doc.ends, [end]: lines } })}
        />
      ))}
    </Section>
  )
}
