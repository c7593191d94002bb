import type { TriedLine } from '../../client'
import type { useTexts } from './i18n'
import { isCue, type Scenario, sides } from './model'

type Texts = ReturnType<typeof useTexts>
export type Band = 'calm' | 'warm' | 'hot'

/** bandOf is the words that a temper chooses. */
export function bandOf(temper: number): Band {
  if (temper <= 3) return 'calm'
  return temper <= 6 ? 'warm' : 'hot'
}

/** cueName is what was read, in words. */
export function cueName(t: Texts, cue: string): string {
  return isCue(cue) ? t(`cue_${cue}`) : cue
}

/** metBy is the temper that the last text left, which chose the words of a step: its own heat comes after. */
export function metBy(lines: readonly TriedLine[], at: number): number {
  const before = lines.slice(0, at).findLast((line) => line.by === 'candidate')
  return before ? before.after : (lines[at]?.before ?? 0)
}

/** whyOf tells why the customer says a line, in the words of the form. */
export function whyOf(t: Texts, doc: Scenario, lines: readonly TriedLine[], at: number, endedBy?: string): string {
  const line = lines[at]
  if (!line) return ''
  const { why, key = '', cue = '' } = line
  switch (why) {
    case 'opening':
      return t('why_opening')
    case 'beat':
      return whyStep(t, doc, line, metBy(lines, at))
    case 'side': {
      const side = sides.find((one) => one === key)
      const occasion = side ? t(`side_${side}`) : key
      return cue ? t('why_sideFor', { occasion, cue: cueName(t, cue) }) : t('why_side', { occasion })
    }
    case 'answer':
      return t('why_answer')
    case 'again':
      return key === 'hand_over'
        ? t('why_handOver')
        : t('why_again', { about: aboutOf(doc, key) || t('honest_question') })
    case 'caught':
      return t('why_caught', { cue: cueName(t, cue), about: aboutOf(doc, key) || t('honest_question') })
    case 'silence':
      return t('why_silence')
    case 'end':
      return t(`why_${endings[endedBy ?? ''] ?? 'end'}`)
    default:
      return ''
  }
}

const endings = {
  content: 'content',
  temper: 'temper',
  time: 'time',
  turns: 'turns',
  nothing_left: 'nothingLeft',
} as Record<string, 'content' | 'temper' | 'time' | 'turns' | 'nothingLeft' | undefined>

function whyStep(t: Texts, doc: Scenario, { key, cue, after }: TriedLine, met: number): string {
  const number = doc.beats.findIndex((beat) => beat.key === key) + 1
  const kind = doc.beats[number - 1]?.kind ?? 'provocation'
  const step = t(kind === 'provocation' ? 'provocationNo' : 'honestNo', { number })
  const chosen = cue
    ? t('why_branch', { step, cue: cueName(t, cue) })
    : t('why_step', { step, band: t(`words_${bandOf(met)}`), temper: met })
  return after > met ? `${chosen} ${t('why_heat', { after })}` : chosen
}

/** aboutOf is the fact or limit that a key stands for. */
export function aboutOf(doc: Scenario, key: string): string {
  return [...doc.facts, ...doc.limits].find((one) => one.key === key)?.about ?? ''
}
