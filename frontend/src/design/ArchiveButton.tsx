import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../app/problem'
import { useReads } from './Acts'
import { UndoToast } from './UndoToast'
import { useRefusalSentence, useWords } from './words'

/** ArchiveButton puts something away or brings it back, says so with a way to undo it, and tells what refused it. */
export function ArchiveButton({
  archived,
  change,
  list,
  done,
  hint,
}: {
  archived: boolean
  change: (archived: boolean) => Promise<unknown>
  /** The query of the list that it stands in. */
  list: string
  /** What is said once it is put away, and once it is back. */
  done: (archived: boolean) => string
  hint?: string
}) {
  const words = useWords()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const [told, setTold] = useState(false)
  const turning = useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: [list] }),
  })
  const turn = (to: boolean, tell: boolean) => turning.mutate(to, { onSuccess: () => setTold(tell) })
  if (useReads()) return null
  return (
    <>
      {turning.error instanceof ProblemError && (
        <span className="s" role="alert">
          {sentence(turning.error)}
        </span>
      )}
      <button type="button" className="btn text small" title={hint} onClick={() => turn(!archived, true)}>
        {archived ? words('restore') : words('archive')}
      </button>
      {told && <UndoToast done={done(archived)} undo={() => turn(!archived, false)} close={() => setTold(false)} />}
    </>
  )
}
