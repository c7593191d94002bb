export const en = {
  title: 'What was offered to you',
  lead: 'Every offer, what became of it, and why it came to you and not to somebody else. Passing is free and never counted.',
  none: 'Nothing was offered to you yet',
  noneText: 'Start at Work: the first offer comes as soon as a customer asks something that you know about.',
  noReason: 'A question without a reason',
  accepted: 'You took it',
  declined: 'You let it pass',
  lapsed: 'It passed by',
  withdrawn: 'It was taken back',
  more: 'Show more',
}
