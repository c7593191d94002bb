const number = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`

const hours = (minutes: number): string =>
  minutes < 60
    ? `${minutes} min`
    : minutes % 60 === 0
      ? `${minutes / 60} h`
      : `${Math.floor(minutes / 60)} h ${minutes % 60}`

/** "by 17:30" today, "by tomorrow at 09:00" after. */
const by = (when: string): string => when.replace(/^today at /, '')

/** The words of waiting: the range, who went before and why, leaving and coming back. */
export const wait = {
  likely: 'Likely wait',
  moment: 'under a minute',
  upTo: (to: number) => `up to ${hours(to)}`,
  range: (from: number, to: number) =>
    from < 60 && to < 60 ? `${from} to ${to} min` : `${hours(from)} to ${hours(to)}`,
  asked: 'asked',
  source: {
    recent: (experts: number, minutes: number, finished: number) =>
      `From ${number(experts, 'expert', 'experts')} and the last ${minutes} minutes: ${number(finished, 'answer', 'answers')}.`,
    week: (experts: number) => `From ${number(experts, 'expert', 'experts')} and this hour of the past week.`,
    default: (experts: number) =>
      `${number(experts, 'expert is', 'experts are')} here. How fast it goes today is not known yet.`,
  },
  nobody: 'Nobody who speaks your language is here just now.',
  whys: {
    silent: 'Somebody whose expert had to stop goes first.',
    vanished: 'Somebody whose expert lost the connection goes first.',
    back: 'Somebody who was being helped already goes first.',
    complaint: 'Somebody for whom something went wrong goes first.',
    handed_over: 'Somebody who is passed on to the right expert goes first.',
    verified: 'Somebody who asked in the same minute and signed in at the shop goes first.',
    returned: 'Somebody who stood before you came back.',
    promised: 'Somebody who was promised an answer by now goes first.',
    other: 'Somebody else had to go first.',
  },
  rose: (place: number) => `Your place is ${place} for a moment.`,

  leave: (when: string) => `Leave it, we answer by ${by(when)}`,
  leaveHint: 'You need not stay. The answer waits here for you.',
  askTeam: "Ask the brand's team",
  team: 'The team answers this',
  teamUnder: 'You can close this, the answer waits here',
  teamPlace: (place: number) => (place === 1 ? 'You are next at the team' : `${place} in line at the team`),

  leftTitle: 'Your question is with us',
  leftUnder: (when: string) => `We answer by ${by(when)}`,
  leftBy: (when: string) => `An answer by ${by(when)}`,
  leftWhat: 'An expert picks it up and writes to you here. Close this and come back whenever you like.',
  leftClosed: (when: string) => `Nobody is here right now. Experts are back ${when}.`,
  leftAlone: 'All experts had to go. So you need not wait: the promise holds.',
  overdue: 'This should have been answered by now. It goes first.',
  waitHere: 'Wait here instead',

  already: 'This question of yours still waits. What you wrote is in the field below: send it along.',
  refusals: {
    address_busy:
      'Three questions from your network wait already. Yours is kept here: send it when one of them has been answered.',
    leave_too_soon: 'Somebody may come any moment. You can leave it in a moment.',
    staff_too_soon: 'You can ask the team after three minutes.',
    not_waiting: 'An expert has just taken it.',
    brand_closed: 'Nobody is here now. The promise stands.',
    no_opening: 'Nobody is expected, so nothing can be promised.',
  } as Readonly<Record<string, string>>,
}
