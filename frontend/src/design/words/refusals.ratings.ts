/** What is said about ratings after they were given. */
export const ratingsEn = {
  rating_not_found: 'There is no such rating.',
  rating_not_disputable: 'Ratings of one to three stars that count for your quality can be disputed.',
  rating_disputed: 'You have disputed this rating.',
  rating_disputes_open: 'Three of your disputes wait for an answer. Wait for one of them.',
  rating_dispute_not_found: 'There is no such dispute.',
  rating_dispute_decided: 'Somebody has decided this meanwhile.',
  abuse_marked: 'This conversation is marked already.',
  rating_given: 'The customer has rated this answer.',
  rating_link_invalid: 'This link was used before, is too old, or there is a rating already.',
  still_solved_not_asked: 'This was not asked, or you have answered it.',
}

export const ratingsNl: Record<keyof typeof ratingsEn, string> = {
  rating_not_found: 'Deze beoordeling is er niet.',
  rating_not_disputable: 'Betwisten kan bij één tot drie sterren die meetellen voor je kwaliteit.',
  rating_disputed: 'Je hebt deze beoordeling al betwist.',
  rating_disputes_open: 'Drie van je bezwaren wachten op antwoord. Wacht op een daarvan.',
  rating_dispute_not_found: 'Dit bezwaar is er niet.',
  rating_dispute_decided: 'Iemand heeft hier intussen over beslist.',
  abuse_marked: 'Dit gesprek is al gemarkeerd.',
  rating_given: 'De klant heeft dit antwoord al beoordeeld.',
  rating_link_invalid: 'Deze link is al gebruikt of te oud, of er is al een beoordeling.',
  still_solved_not_asked: 'Dit is niet gevraagd, of je hebt het al beantwoord.',
}
