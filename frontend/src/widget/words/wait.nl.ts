import type { wait as en } from './wait.en'

const number = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`

const hours = (minutes: number): string =>
  minutes < 60
    ? `${minutes} min`
    : minutes % 60 === 0
      ? `${minutes / 60} u`
      : `${Math.floor(minutes / 60)} u ${minutes % 60}`

export const wait: typeof en = {
  likely: 'Wachttijd',
  moment: 'minder dan een minuut',
  upTo: (to) => `tot ${hours(to)}`,
  range: (from, to) => (from < 60 && to < 60 ? `${from} tot ${to} min` : `${hours(from)} tot ${hours(to)}`),
  asked: 'gevraagd',
  source: {
    recent: (experts, minutes, finished) =>
      `Uit ${number(experts, 'kenner', 'kenners')} en de laatste ${minutes} minuten: ${number(finished, 'antwoord', 'antwoorden')}.`,
    week: (experts) => `Uit ${number(experts, 'kenner', 'kenners')} en dit uur van de afgelopen week.`,
    default: (experts) =>
      `${number(experts, 'kenner is', 'kenners zijn')} er. Hoe snel het vandaag gaat, is nog niet bekend.`,
  },
  nobody: 'Er is nu niemand die jouw taal spreekt.',
  whys: {
    silent: 'Iemand wiens kenner moest stoppen gaat voor.',
    vanished: 'Iemand wiens kenner de verbinding verloor gaat voor.',
    back: 'Iemand die al geholpen werd gaat voor.',
    complaint: 'Iemand bij wie iets misging gaat voor.',
    handed_over: 'Iemand die naar de juiste kenner wordt doorgegeven gaat voor.',
    verified: 'Iemand die in dezelfde minuut vroeg en bij de winkel is ingelogd gaat voor.',
    returned: 'Iemand die voor je stond is teruggekomen.',
    promised: 'Iemand aan wie nu een antwoord is beloofd gaat voor.',
    other: 'Iemand anders moest even voor.',
  },
  rose: (place) => `Je staat even op plaats ${place}.`,

  leave: (by) => `Laat het hier, we antwoorden uiterlijk ${by}`,
  leaveHint: 'Je hoeft niet te blijven. Het antwoord wacht hier op je.',
  askTeam: 'Vraag het team van het merk',
  team: 'Het team beantwoordt dit',
  teamUnder: 'Je kunt dit sluiten, het antwoord wacht hier',
  teamPlace: (place) => (place === 1 ? 'Je bent de volgende bij het team' : `Plaats ${place} in de rij bij het team`),

  leftTitle: 'Je vraag ligt bij ons',
  leftUnder: (by) => `We antwoorden uiterlijk ${by}`,
  leftBy: (by) => `Een antwoord uiterlijk ${by}`,
  leftWhat: 'Een kenner pakt hem op en schrijft je hier. Sluit dit en kom terug wanneer je wilt.',
  leftClosed: (when) => `Er is nu niemand. De kenners zijn er weer ${when}.`,
  leftAlone: 'Alle kenners moesten weg. Je hoeft dus niet te wachten: de belofte staat.',
  overdue: 'Dit had al beantwoord moeten zijn. Het gaat nu voor.',
  waitHere: 'Toch hier wachten',

  already: 'Deze vraag van je wacht nog. Wat je schreef staat in het veld hieronder: stuur het mee.',
  refusals: {
    address_busy:
      'Er wachten al drie vragen uit jouw netwerk. Die van jou is hier bewaard: stuur hem als er een is beantwoord.',
    leave_too_soon: 'Er kan elk moment iemand komen. Over een ogenblik kun je het hier laten.',
    staff_too_soon: 'Na drie minuten kun je het team vragen.',
    not_waiting: 'Een kenner heeft hem net aangenomen.',
    brand_closed: 'Er is nu niemand. De belofte staat.',
    no_opening: 'Er wordt niemand verwacht, dus er is niets te beloven.',
  },
}
