import type { Translated } from '../../../i18n'
import type { en } from './en'

export const nl: Translated<typeof en> = {
  signIn: 'Inloggen',
  signInTo: 'Inloggen bij {{brand}}',
  email: 'E-mailadres',
  password: 'Wachtwoord',
  forgot: 'Geen wachtwoord, of kwijt? Een manager geeft je een nieuwe eenmalige link.',
  signingIn: 'Inloggen',
  wrong: 'Dit e-mailadres en wachtwoord horen niet bij elkaar.',
  notHttps:
    'Dit adres is geen https. Inloggen werkt, maar de browser kan het vergeten als de pagina opnieuw wordt geladen. Wie deze server beheert kan https toevoegen.',
  noCookies: 'Deze browser bewaart hier geen cookies. Je blijft ingelogd tot de pagina opnieuw wordt geladen.',
  unreachable: 'De server antwoordde niet. Er is niets verloren; probeer het zo opnieuw.',
  notSentTitle: 'Dat lukte niet',

  setupTitle: 'Welkom. We openen je huis.',
  setupText: 'Dit gebeurt één keer. Jij wordt de eerste manager met alle rechten, en het eerste seizoen begint.',
  brandName: 'Naam van het merk',
  brandHint: 'Klanten lezen hem in de chat.',
  yourName: 'Jouw naam',
  timeZone: 'Tijdzone',
  timeZoneHint: 'Dagen, seizoenen en openingstijden volgen hem.',
  newPassword: 'Wachtwoord',
  passwordHint: 'Minstens 12 tekens. Een zin onthoud je makkelijker dan een raadsel.',
  open: 'Open het huis',
  opening: 'Openen',
  setupNoTokenTitle: 'De link is niet compleet',
  setupNoToken:
    'Voor de inrichting is de eenmalige link nodig die de server bij het starten toonde. Open die link hier.',
  setupDoneTitle: 'Dit huis is al open',
  setupDone: 'Inrichten gebeurt één keer. Log in, of vraag een manager om een link.',
  toSignIn: 'Naar inloggen',

  inviteTitle: 'Fijn dat je er bent, {{name}}',
  inviteText: '{{brand}} nodigt je uit. Kies een wachtwoord en je bent binnen.',
  resetTitle: 'Een nieuw wachtwoord, {{name}}',
  resetText: 'Kies een nieuw wachtwoord voor {{brand}}. Overal elders word je uitgelogd.',
  accept: 'Kom binnen',
  accepting: 'Binnenkomen',
  looking: 'We wachten nog op je uitnodiging. De server antwoordt langzaam.',
  inviteGoneTitle: 'Deze link is gebruikt, of te oud',
  inviteGone: 'Een link werkt één keer, en een paar dagen. Vraag een manager om een nieuwe; dat is zo gebeurd.',
}
