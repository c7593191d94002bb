/** What is said about recognition. */
export const meritEn = {
  merit_text: 'Say in 3 to 300 letters what was good.',
  merit_reason: 'Say why.',
  kudos_spent: 'You have given your three kudos of this week.',
  kudos_given: 'You have thanked this colleague this week already.',
  merit_oneself: 'Praise somebody else.',
  merit_not_here: 'This expert has left, or cannot work here now.',
  kudos_not_found: 'These kudos are not there.',
  kudos_hidden: 'These kudos are hidden already.',
  thanks_not_found: 'This card is not there.',
  thanks_hidden: 'This card is hidden already.',
  spot_given: 'The award of this month is given.',
}

export const meritNl: Record<keyof typeof meritEn, string> = {
  merit_text: 'Zeg in 3 tot 300 letters wat er goed was.',
  merit_reason: 'Zeg waarom.',
  kudos_spent: 'Je drie complimenten van deze week zijn gegeven.',
  kudos_given: 'Je hebt deze collega deze week al bedankt.',
  merit_oneself: 'Geef het aan iemand anders.',
  merit_not_here: 'Deze expert is weg, of kan hier nu niet werken.',
  kudos_not_found: 'Dit compliment is er niet.',
  kudos_hidden: 'Dit compliment is al verborgen.',
  thanks_not_found: 'Dit kaartje is er niet.',
  thanks_hidden: 'Dit kaartje is al verborgen.',
  spot_given: 'De verrassing van deze maand is gegeven.',
}
