import type { Scenario } from './model'

/** The ready-made answers, as a candidate might write them; `en` and `nl` are the languages that customers speak. */
export const sampleNames = [
  'patient',
  'impatient',
  'empty',
  'honest',
  'bluff',
  'promise',
  'handOver',
  'canned',
] as const
export type Sample = (typeof sampleNames)[number]

const english: Record<Sample, string> = {
  patient:
    'Good evening, I am so sorry that this went wrong for you. I understand that you are annoyed. What happened exactly? I will look into it with you.',
  impatient: 'I already said that. Read the rules. That is your own fault, not ours.',
  empty: 'Thank you so much for your message, we really appreciate it. Have a lovely day!',
  honest: 'To be honest, I do not know that. I will find out and write to you today.',
  bluff: 'No, that never happens. You are the first, nobody has ever had that.',
  promise: 'Do not worry, I will give you a full refund today.',
  handOver:
    'I hand this over to a colleague of the staff with a summary, so that you need not tell it again. They answer within one working day.',
  canned: 'Your satisfaction is our priority. We apologise for any inconvenience caused.',
}

const dutch: Record<Sample, string> = {
  patient:
    'Goedenavond, wat vervelend dat dit bij je misging, sorry daarvoor. Ik begrijp dat je boos bent. Wat is er precies gebeurd? Ik zoek het samen met je uit.',
  impatient: 'Dat heb ik al gezegd. Lees de regels eens. Dat is je eigen schuld, niet de onze.',
  empty: 'Hartelijk dank voor je bericht, dat waarderen we enorm. Nog een hele fijne dag!',
  honest: 'Eerlijk gezegd weet ik dat niet. Ik zoek het uit en laat het je vandaag weten.',
  bluff: 'Nee, dat komt nooit voor. Je bent de eerste, dat heeft nog niemand gehad.',
  promise: 'Geen zorgen, ik betaal je vandaag het hele bedrag terug.',
  handOver:
    'Ik draag dit met een samenvatting over aan een medewerker, zodat je het niet nog eens hoeft te vertellen. Die antwoordt binnen één werkdag.',
  canned: 'Uw tevredenheid staat bij ons voorop. Onze excuses voor het ongemak.',
}

/** sampleOf is a ready-made answer in the language of a scenario. */
export function sampleOf(sample: Sample, language: string): string {
  return (language === 'nl' ? dutch : english)[sample]
}

/** told are the facts of the briefing with the names filled in: what a candidate may pass on as it stands. */
export function told({ briefing, names }: Scenario): string[] {
  return briefing.facts
    .map((fact) => fact.replaceAll('{brand}', names.brand).replaceAll('{product}', names.product).trim())
    .filter(Boolean)
}
