/** isWriting tells whether the caret is in a text: then nothing moves it, and nothing interrupts. */
export function isWriting(): boolean {
  const field = document.activeElement
  return field instanceof HTMLTextAreaElement && field.value !== ''
}
