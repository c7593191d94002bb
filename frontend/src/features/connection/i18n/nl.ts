import type { Translated } from '../../../i18n'
import type { en } from './en'

export const nl: Translated<typeof en> = {
  title: 'Verbinding testen',
  intro: 'Acht korte tests, van dit apparaat naar de server. Er wordt niets verstuurd behalve de tests zelf.',
  running: 'Bezig',
  verdict_running: 'Een ogenblik, we testen.',
  verdict_good: 'Alles wat je nodig hebt werkt.',
  verdict_roundabout: 'Het werkt, met een omweg. Je kunt gewoon aan het werk.',
  verdict_bad: 'Er zit iets in de weg. Hieronder staat wat, en wat helpt.',
  again: 'Opnieuw testen',
  back: 'Terug',
  report: 'Verslag',
  reportHint: 'Wie je helpt, kan dit gebruiken. Er staat geen naam in en niets van wat je schreef.',
  grade_good: 'Goed',
  grade_fair: 'Werkt anders',
  grade_bad: 'In de weg',

  server: 'De server antwoordt',
  serverGood: 'In {{ms}} ms, over een versleutelde verbinding.',
  serverHere: 'In {{ms}} ms, op deze machine zelf.',
  serverSlow: 'In {{ms}} ms, dat is traag. Een ander netwerk, of minder downloads ernaast, kan helpen.',
  serverPlain:
    'Hij antwoordt, maar het adres is niet versleuteld (geen https). Inloggen kan alleen met https: vraag het wie de server beheert.',
  serverFails: 'Hij antwoordt met een fout ({{status}}). Wacht een minuut en test opnieuw.',
  serverNone: 'Geen antwoord. Kijk of andere sites wel openen; dan is de server misschien even weg.',
  serverOffline: 'Dit apparaat is offline. Kijk naar de wifi of de netwerkkabel.',

  socket: 'Directe lijn (WebSocket)',
  socketGood: 'Staat na {{ms}} ms. Berichten komen meteen aan.',
  socketNone:
    'Iets onderweg, vaak een bedrijfsproxy of virusscanner, laat hem niet door. Kenner neemt vanzelf een andere weg.',
  socketSilent: 'Hij gaat open en blijft dan stil: een proxy houdt hem vast. Kenner neemt vanzelf een andere weg.',

  stream: 'Stroom (server-sent events)',
  streamGood: 'Komt stukje voor stukje aan, zoals het hoort.',
  streamHeld: 'Iets onderweg houdt hem vast tot hij compleet is. Kenner vraagt in plaats daarvan steeds opnieuw.',
  streamNone: 'Komt niet door. Kenner vraagt in plaats daarvan steeds opnieuw.',

  poll: 'Steeds opnieuw vragen (long poll)',
  pollGood: 'Werkt. Het is de weg die overblijft als de andere dicht zijn.',
  pollNone: 'Een antwoord dat een seconde duurt komt niet aan. Probeer een ander netwerk.',

  clock: 'De klok van dit apparaat',
  clockGood: 'Loopt gelijk met de server.',
  clockFast:
    'Loopt {{seconds}} s voor op de server. De klokken hier volgen de server, maar laat het apparaat zelf de tijd instellen.',
  clockSlow:
    'Loopt {{seconds}} s achter op de server. De klokken hier volgen de server, maar laat het apparaat zelf de tijd instellen.',
  clockUnknown: 'Kon niet vergeleken worden.',

  storage: 'Bewaren wat je typte',
  storageGood: 'Deze browser bewaart concepten en onverzonden berichten, ook als je hem sluit.',
  storageNone:
    'Deze browser bewaart niets voor ons. Sta sitegegevens toe voor dit adres, of gebruik geen privévenster: anders vergeet herladen wat je typte.',

  notices: 'Meldingen',
  noticesGood: 'Toegestaan.',
  noticesAsk: 'Nog niet gevraagd. Je kunt zonder werken.',
  noticesDenied: 'Uitgezet voor dit adres. Wil je ze wel: het slotje naast het adres, dan meldingen.',
  noticesNone: 'Deze browser heeft ze niet. Je kunt zonder werken.',

  sound: 'Geluid',
  soundGood: 'Deze pagina mag gehoord worden.',
  soundWaits: 'Browsers laten een pagina horen na je eerste klik erop. In je menu staat een testgeluid.',
  soundNone: 'Deze browser speelt geen geluid. Het getal in het tabblad en de baan laten het toch zien.',
}
