import { Link } from 'react-router'
import { Icon } from '../../../design/Icon'
import { Why } from '../../../design/Why'
import { fixed } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { type Explained, type Reason, reasonsOf } from '../model/whys'
import css from './offer.module.css'

interface Props {
  offer: Explained
  /** how many reasons there is room for */
  most: number
}

/** OfferReasons says why an offer came to this expert: what weighed most, and all six parts one tap away. */
export function OfferReasons({ offer, most }: Props) {
  const t = useDeskTexts()
  const reasons = reasonsOf(offer).slice(0, most)
  return (
    <div>
      <h3 className={css.whyTitle}>
        {t('whyYou')}
        <WhyAll offer={offer} t={t} />
      </h3>
      <ul className={css.reasons}>
        {reasons.map((reason) => (
          <li key={reason.key}>
            <Icon name={iconOf[reason.key]} size={17} />
            <span>
              <Rich text={reasonWords(reason, t)} marks={{ b: (inner) => <b>{inner}</b> }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const iconOf = {
  topic: 'sound',
  continuity: 'heart',
  growth: 'sprout',
  fairness: 'clock',
  capacity: 'lanes',
  quality: 'check',
  spread: 'people',
} as const

function reasonWords(reason: Reason, t: DeskTexts): string {
  switch (reason.key) {
    case 'topic':
      return reason.ratings > 0 && reason.mean !== undefined
        ? t('reasonTopicRated', {
            name: reason.name ?? '',
            mean: fixed(reason.mean, 2),
            count: reason.ratings,
          })
        : t('reasonTopic', { name: reason.name ?? '' })
    case 'continuity':
      return t('reasonContinuity', { name: reason.name })
    case 'growth':
      return t('reasonGrowth')
    case 'fairness':
      if (reason.minutes === undefined) return t('reasonFirst')
      if (reason.minutes >= 120) return t('reasonFairnessHours', { count: Math.floor(reason.minutes / 60) })
      return t('reasonFairness', { count: reason.minutes })
    case 'capacity':
      return t('reasonCapacity', { free: reason.free, open: reason.open })
    case 'quality':
      return t('reasonQuality', { mean: fixed(reason.mean, 2) })
    case 'spread':
      return t('reasonSpread')
  }
}

function WhyAll({ offer, t }: { offer: Explained; t: DeskTexts }) {
  const { factors, score } = offer.why
  return (
    <Why
      title={t('whyScore')}
      rows={factors.map((factor) => ({ label: t(`why_${factor.key}`), figure: part(factor.points) }))}
      total={{ label: t('whyTotal'), figure: part(score) }}
      links={<Link to="/offers">{t('allOffers')}</Link>}
      note={t('whyNote')}
    >
      {t('whyAll')}
    </Why>
  )
}

/** part writes a share of the score: four decimals, or whole ten-thousandths as four decimals. */
function part(points: number): string {
  return fixed(points > 1 ? points / 10_000 : points, 4)
}
