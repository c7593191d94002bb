import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../i18n'
import { reasonsQuery } from '../../queries'

/** useReasonName is what a reason is called in the reader's language. */
export function useReasonName(id: string): string {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  return reasons?.find((one) => one.id === id)?.name ?? ''
}

/** useReasonOptions are the reasons of the second level, to choose from. */
export function useReasonOptions(): { value: string; label: string }[] {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  return reasons.filter(({ parentId }) => parentId).map(({ id, name }) => ({ value: id, label: name }))
}
