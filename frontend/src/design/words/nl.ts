import type { Translated } from '../../i18n'
import type { en } from './en'

export const nl: Translated<typeof en> = {
  awaited: 'We wachten nog op de server. Die antwoordt al een paar seconden traag.',
  loading: 'Komt eraan',
  unreachableTitle: 'De server antwoordde niet',
  unreachable: 'Wat op dit scherm staat blijft. Er is niets veranderd.',
  refusedTitle: 'Dit kon niet getoond worden',
  forbiddenTitle: 'Deze pagina hoort bij een andere rol',
  tryAgain: 'Probeer opnieuw',

  save: 'Opslaan',
  saving: 'Wordt opgeslagen',
  saved: 'Opgeslagen',
  unsaved: 'Nog niet opgeslagen',
  discard: 'Terugnemen',
  notSavedTitle: 'Niet opgeslagen',
  notSaved: 'Wat je typte staat er nog.',
  fixFields: 'Kijk naar de gemarkeerde velden. Wat je typte staat er nog.',

  conflictTitle: 'Intussen door iemand anders veranderd',
  conflictText: 'Van jou is niets verloren, en van de ander is niets overschreven. Dit is het verschil.',
  conflictField: 'Veld',
  conflictTheirs: 'Van de ander',
  conflictYours: 'Van jou',
  conflictSame: 'De ander heeft hetzelfde opgeslagen als jij typte.',
  takeTheirs: 'Neem die van de ander',
  keepMine: 'Zet de mijne eroverheen',
  nothing: 'leeg',

  copy: 'Kopieer',
  copied: 'Gekopieerd',
  copyFailed: 'Selecteer het en kopieer het met de hand.',
  back: 'Terug naar de lijst',
  undo: 'Ongedaan maken',
  close: 'Sluiten',
}
