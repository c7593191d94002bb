import { useQuery } from '@tanstack/react-query'
import type { Option } from '../../design/fields'
import { useLanguage } from '../../i18n'
import { productsQuery, reasonsQuery } from '../../queries'

/** useProductOptions are the products in use. */
export function useProductOptions(): Option[] {
  const products = useQuery(productsQuery).data?.items ?? []
  return products.map(({ id, name }) => ({ value: id, label: name }))
}

/** useReasonOptions are the groups, each with its reasons after it. */
export function useReasonOptions(): Option[] {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  return reasons
    .filter((reason) => !reason.parentId)
    .flatMap((group) => [
      { value: group.id, label: group.name },
      ...reasons
        .filter((reason) => reason.parentId === group.id)
        .map((reason) => ({ value: reason.id, label: `${group.name}: ${reason.name}` })),
    ])
}
