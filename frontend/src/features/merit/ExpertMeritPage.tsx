import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { expertMeritQuery } from './api'
import { useTexts } from './i18n'
import { Said } from './Said'

/** ExpertMeritPage is what was said to an expert, for staff, also of those who are not on the wall: words can be hidden. */
export function ExpertMeritPage() {
  const t = useTexts()
  const { id = '' } = useParams()
  const merit = useQuery(expertMeritQuery(id))
  return (
    <ManagePage
      title={t('ofExpert')}
      lead={t('ofExpertLead')}
      action={
        <Link className="btn second" to={`/manage/experts/${id}`}>
          {t('toExpert')}
        </Link>
      }
    >
      <PageState queries={[merit]}>{merit.data ? <Said merit={merit.data} staff /> : null}</PageState>
    </ManagePage>
  )
}
