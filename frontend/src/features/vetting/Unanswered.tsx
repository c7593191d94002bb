import { useQuery } from '@tanstack/react-query'
import { vacanciesQuery } from './api'
import { useTexts } from './i18n'

/** Unanswered counts the applications that nobody has answered, wherever the staff are; a broken promise is ember. */
export function Unanswered({ className }: { className: string | undefined }) {
  const t = useTexts()
  const vacancies = useQuery(vacanciesQuery).data ?? []
  const count = vacancies.reduce((sum, one) => sum + one.submitted, 0)
  const late = vacancies.reduce((sum, one) => sum + one.late, 0)
  if (count === 0) return null
  return (
    <span className={className} data-late={late > 0 || undefined}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="hidden">{late > 0 ? t('lateCount', { count: late }) : t('unansweredCount', { count })}</span>
    </span>
  )
}
