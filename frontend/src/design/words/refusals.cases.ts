/** What is said about cases, the ladder and appeals. */
export const casesEn = {
  case_not_found: 'There is no such case.',
  case_wrong_state: 'This case moved on meanwhile.',
  case_words_invalid: 'Say why, in 1 to 1,000 characters: the person reads it.',
  ladder_step_early: 'One step at a time: coaching comes first, then a warning, then a suspension.',
  ladder_step_invalid: 'Coaching, a warning, a suspension, exclusion or none.',
  question_no_step: 'A question gets an answer, not a step.',
  state_by_case: 'Two people decide who is out and who comes back: open a case about this expert.',
  person_by_case: 'Two people decide who is out: open a case. An admin disables a sign-in that somebody else has.',
  readmission_alone: 'Letting somebody back in goes with no step, and takes nothing back.',
  not_put_out: 'Nobody put this expert out.',
  case_same_person: 'Somebody else has to look at this: you decided about it.',
  appeal_too_late: 'The fourteen days for an appeal are over.',
  nothing_to_appeal: 'Nothing was decided against you here.',
  question_about_not_found: 'There is nothing of yours like that.',
  already_asked: 'You asked about this already: somebody will answer.',
}

export const casesNl: Record<keyof typeof casesEn, string> = {
  case_not_found: 'Deze zaak is er niet.',
  case_wrong_state: 'Deze zaak is intussen verder.',
  case_words_invalid: 'Zeg waarom, in 1 tot 1.000 tekens: die persoon leest het.',
  ladder_step_early: 'Eén stap tegelijk: eerst coaching, dan een waarschuwing, dan een schorsing.',
  ladder_step_invalid: 'Coaching, een waarschuwing, een schorsing, uitsluiting of niets.',
  question_no_step: 'Een vraag krijgt een antwoord, geen stap.',
  state_by_case: 'Twee mensen beslissen wie eruit gaat en wie terugkomt: open een zaak over deze expert.',
  person_by_case:
    'Twee mensen beslissen wie eruit gaat: open een zaak. Een beheerder blokkeert een account dat iemand anders in handen heeft.',
  readmission_alone: 'Iemand terug laten komen gaat zonder stap, en neemt niets terug.',
  not_put_out: 'Niemand heeft deze expert eruit gezet.',
  case_same_person: 'Iemand anders moet hiernaar kijken: jij hebt erover beslist.',
  appeal_too_late: 'De veertien dagen voor beroep zijn voorbij.',
  nothing_to_appeal: 'Hier is niets tegen jou beslist.',
  question_about_not_found: 'Zoiets is er bij jou niet.',
  already_asked: 'Je hebt hier al naar gevraagd: iemand antwoordt.',
}
