import type { Translated } from '../../i18n'
import type { en } from './en'

export const nl: Translated<typeof en> = {
  awaited: 'We wachten nog op de server. Die antwoordt al een paar seconden traag.',
  loading: 'Komt eraan',
  unreachableTitle: 'De server antwoordde niet',
  unreachable: 'Wat op dit scherm staat blijft. Er is niets veranderd.',
  refusedTitle: 'Dit kon niet getoond worden',
  forbiddenTitle: 'Deze pagina hoort bij een andere rol',
  goneTitle: 'Het is hier niet',
  gone: 'Het adres is misschien oud. Wat er is staat in de lijst.',
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
  conflictText:
    'Wat je niet aanraakte is nu zoals de ander het opsloeg. Dit is het verschil; er is nog niets overschreven.',
  conflictField: 'Veld',
  conflictTheirs: 'Van de ander',
  conflictYours: 'Van jou',
  conflictSame: 'De ander heeft hetzelfde opgeslagen als jij typte. Er valt niets te kiezen.',
  takeTheirs: 'Neem die van de ander',
  keepMine: 'Zet de mijne eroverheen',
  nothing: 'leeg',

  copy: 'Kopieer',
  copied: 'Gekopieerd',
  copyFailed: 'Selecteer het en kopieer het met de hand.',
  linkTitle: 'Een link voor {{name}}',
  linkOnce: 'Geef hem zelf door. Hij werkt één keer, en we tonen hem alleen nu.',
  linkLabel: 'Uitnodigingslink',
  linkUntil: 'Hij werkt tot {{date}}. Je kunt altijd een nieuwe maken; deze vervalt dan.',
  more: 'Meer',
  optional: 'mag leeg blijven',
  archive: 'Archiveer',
  restore: 'Haal terug',
  back: 'Terug naar de lijst',
  undo: 'Ongedaan maken',
  close: 'Sluiten',
}
