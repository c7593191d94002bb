/** What is said about leagues and rounds that close. */
export const leaguesEn = {
  round_not_found: 'There is no such round.',
  round_not_disputable: 'A result can be disputed from seven days after its round until it is final.',
  round_disputed: 'You have disputed this result already.',
  round_over: 'This round is over. What was promised stays.',
  dispute_not_found: 'There is no such dispute.',
  dispute_decided: 'Somebody has answered this meanwhile.',
  words_needed: 'Say it in 1 to 1,000 characters.',
  places_wrong: 'The places are from 1 to 30, the first before the last.',
  prize_not_found: 'There is no such prize.',
  win_not_found: 'There is no such prize that was won.',
}

export const leaguesNl: Record<keyof typeof leaguesEn, string> = {
  round_not_found: 'Deze ronde is er niet.',
  round_not_disputable: 'Bezwaar kan vanaf zeven dagen na de ronde, tot de uitslag vaststaat.',
  round_disputed: 'Je hebt al bezwaar gemaakt tegen deze uitslag.',
  round_over: 'Deze ronde is voorbij. Wat beloofd is, blijft.',
  dispute_not_found: 'Dit bezwaar is er niet.',
  dispute_decided: 'Iemand heeft intussen geantwoord.',
  words_needed: 'Zeg het in 1 tot 1.000 tekens.',
  places_wrong: 'De plaatsen zijn van 1 tot 30, de eerste voor de laatste.',
  prize_not_found: 'Deze prijs is er niet.',
  win_not_found: 'Deze gewonnen prijs is er niet.',
}
