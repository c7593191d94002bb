/** What is said about flags and what is decided about them. */
export const flagsEn = {
  flag_not_found: 'There is no such flag.',
  flag_decided: 'Somebody has decided about this already.',
  flag_own_words: 'These are your own words: change or delete them.',
  flag_words_invalid: 'Say what is wrong in 1 to 1,000 characters.',
  decision_reason_invalid: 'Say why in 1 to 1,000 characters: whom it concerns reads it.',
  flag_no_message: 'The whole conversation is flagged: there is no message to hide.',
  flag_no_expert: 'This is about no expert.',
  hold_needs_case: 'Points wait for a case that is open: open one.',
}

export const flagsNl: Record<keyof typeof flagsEn, string> = {
  flag_not_found: 'Deze melding is er niet.',
  flag_decided: 'Iemand heeft hier al over beslist.',
  flag_own_words: 'Dit zijn je eigen woorden: verander of verwijder ze.',
  flag_words_invalid: 'Zeg in 1 tot 1.000 tekens wat er mis is.',
  decision_reason_invalid: 'Zeg in 1 tot 1.000 tekens waarom: wie het aangaat leest het.',
  flag_no_message: 'Het hele gesprek is gemeld: er is geen bericht om te verbergen.',
  flag_no_expert: 'Dit gaat niet over een expert.',
  hold_needs_case: 'Punten wachten op een zaak die open is: open er een.',
}
