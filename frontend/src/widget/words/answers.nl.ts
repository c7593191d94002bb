import type { answers as en } from './answers.en'

export const answers: typeof en = {
  title: 'Misschien helpt dit',
  found: (n) =>
    n === 1
      ? 'Eén artikel helpt misschien. Het staat onder je vraag.'
      : `${n} artikelen helpen misschien. Ze staan onder je vraag.`,
  back: 'Terug naar je vraag',
  helped: 'Heeft dit geholpen?',
  yes: 'Ja',
  no: 'Nee',
  loading: 'Het artikel komt eraan',
  failed: 'De rest kwam niet aan.',
  again: 'Probeer opnieuw',
  page: 'Open het als pagina',
  tip: 'Goed om te weten',
  manual: 'Handleiding',
  glad: 'Fijn dat het hielp',
  gladText: 'Er is niemand gevraagd. Wat je typte staat er nog, voor als je toch iemand nodig hebt.',
  reread: 'Hier vind je het terug',
  done: 'Klaar',
  notHelped: 'Dan kijkt iemand ernaar die het zelf heeft. Wat je typte staat er nog.',
}
