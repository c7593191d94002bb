import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { stepIn } from '../../client'
import { useRefusalSentence } from '../../design/words'
import { meQuery } from '../../queries'
import { shadowQuery } from '../../queries/shadow'
import guest from './guest.module.css'
import { useDeskTexts } from './i18n'

/** useShadows tells whether the reader shadows who holds this conversation: they may whisper then, and step in. */
export function useShadows(id: string): boolean {
  const mentor = useQuery(meQuery).data?.expert?.level === 4
  return useQuery({ ...shadowQuery, enabled: mentor }).data?.mine?.conversation?.id === id
}

/** StepIn takes a conversation from the candidate whom one shadows. */
export function StepIn({ id }: { id: string }) {
  const t = useDeskTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const go = useNavigate()
  const step = useMutation<unknown, ProblemError>({
    mutationFn: () => stepIn({ path: { id } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['me', 'seats'] })
      void cache.invalidateQueries({ queryKey: shadowQuery.queryKey })
      void go('/work')
    },
  })
  return (
    <div className={guest.step}>
      {step.error ? (
        <p className="s" role="alert">
          {sentence(step.error)}
        </p>
      ) : null}
      <button type="button" className="btn second small" disabled={step.isPending} onClick={() => step.mutate()}>
        {t('stepIn')}
      </button>
      <p className="xs quiet">{t('stepInWhy')}</p>
    </div>
  )
}
