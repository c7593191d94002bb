import type { Translated } from '../../../i18n'
import type { en } from './past.en'

export const nl: Translated<typeof en> = {
  title: 'Wat je is aangeboden',
  lead: 'Elk aanbod, wat ervan kwam, en waarom het naar jou ging en niet naar een ander. Voorbij laten gaan is gratis en telt nooit mee.',
  none: 'Je is nog niets aangeboden',
  noneText: 'Begin bij Werk: het eerste aanbod komt zodra een klant iets vraagt waar jij van weet.',
  noReason: 'Een vraag zonder reden',
  accepted: 'Je nam het aan',
  declined: 'Je liet het gaan',
  lapsed: 'Het ging voorbij',
  withdrawn: 'Het is teruggenomen',
  more: 'Meer tonen',
}
