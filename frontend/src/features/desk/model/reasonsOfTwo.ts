import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../../../i18n'
import { reasonsQuery } from '../../../queries'

/** useReasonsOfTwo are the reasons of the second level, to choose from. */
export function useReasonsOfTwo(): { value: string; label: string }[] {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  return reasons.filter(({ parentId }) => parentId).map(({ id, name }) => ({ value: id, label: name }))
}
