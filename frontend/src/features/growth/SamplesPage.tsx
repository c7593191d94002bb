import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { samplesQuery } from './api'
import { useTexts } from './i18n'
import { Waiting } from './Waiting'

/** SamplesPage is the conversations that mentors and managers look at. */
export function SamplesPage() {
  const t = useTexts()
  return (
    <Waiting
      title={t('samplesTitle')}
      lead={t('samplesLead')}
      action={
        <Link className="btn second" to="/second-looks">
          {t('secondShort')}
        </Link>
      }
      at="/samples"
      waiting={useQuery(samplesQuery)}
      empty={{ title: t('noSamples'), text: t('noSamplesText') }}
      tag={(sample) => t(`purpose_${sample.purpose}`)}
    />
  )
}
