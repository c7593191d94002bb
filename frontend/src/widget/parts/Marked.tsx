import { marked } from '../model/marks'

/** A text with what was typed marked in it. */
export function Marked({ text, typed }: { text: string; typed: string }) {
  return (
    <>
      {marked(text, typed).map((piece, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
        piece.hit ? <mark key={i}>{piece.text}</mark> : piece.text,
      )}
    </>
  )
}
