/** The words of articles that may answer a question before it is asked. */
export const answers = {
  title: 'Perhaps this helps',
  found: (n: number) =>
    n === 1
      ? 'One article may help. It stands below your question.'
      : `${n} articles may help. They stand below your question.`,
  back: 'Back to your question',
  helped: 'Did that help?',
  yes: 'Yes',
  no: 'No',
  loading: 'Getting the article',
  failed: 'The rest did not arrive.',
  again: 'Try again',
  page: 'Open it as a page',
  tip: 'Good to know',
  manual: 'Manual',
  glad: 'Good to hear',
  gladText: 'Nobody was asked. What you typed is still there, should you need somebody after all.',
  reread: 'You find it here again',
  done: 'Done',
  notHelped: 'Then somebody who owns it will look. What you typed is still here.',
}
