import { useQuery } from '@tanstack/react-query'
import { ProductPicture } from '../../../design/ProductPicture'
import { useLanguage } from '../../../i18n'
import { customerName, day, dayAndYear } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { contextQuery, reasonsQuery } from '../../../queries'
import type { Conversation, Context as CustomerContext } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { CloseCard } from './CloseCard'
import css from './context.module.css'

interface Props {
  conversation: Conversation | undefined
  conversationId: string
  onClosed: (name: string) => void
  keys?: boolean
}

/** Context is what helps to answer: the product, what the customer wrote before, the likely reason, and the way to close. */
export function Context({ conversation, conversationId, onClosed, keys }: Props) {
  const t = useDeskTexts()
  const context = useQuery(contextQuery(conversationId)).data
  const name = customerName(conversation?.customer.name)
  return (
    <aside className={css.context} aria-label={t('context', { name })}>
      <div className={css.facts}>
        {context?.product ? <Product product={context.product} /> : null}
        {context ? <Before context={context} /> : null}
        {context && conversation ? <Here context={context} conversation={conversation} /> : null}
      </div>
      <div className={css.end}>
        <Likely reasonId={conversation?.reasonId} />
        {conversation ? <CloseCard conversation={conversation} onClosed={onClosed} keys={keys} /> : null}
      </div>
    </aside>
  )
}

function Product({ product }: { product: NonNullable<CustomerContext['product']> }) {
  const t = useDeskTexts()
  return (
    <section>
      <h3>{t('asksAbout')}</h3>
      <div className={css.product}>
        <span className={css.thumb}>
          <ProductPicture name={product.picture} size={30} />
        </span>
        <div>
          <b className="strong">{product.name}</b>
          <p className="xs quiet">{product.description}</p>
        </div>
      </div>
    </section>
  )
}

function Before({ context }: { context: CustomerContext }) {
  const t = useDeskTexts()
  return (
    <section>
      <h3>{t('wroteBefore')}</h3>
      {context.earlier.length === 0 ? <p className="soft">{t('firstTime')}</p> : null}
      <dl className={css.before}>
        {context.earlier.slice(0, 4).map((each) => (
          <div key={each.id}>
            <dt className="fig quiet">{day(each.openedAt)}</dt>
            <dd>
              {each.question} <Ended outcome={each.outcome} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Ended({ outcome }: { outcome: string | undefined }) {
  const t = useDeskTexts()
  if (outcome === 'solved') return <span className="quiet">{t('outcome_solved')}.</span>
  if (outcome === 'partly') return <span className="quiet">{t('outcome_partly')}.</span>
  if (outcome === 'unsolved') return <span className="quiet">{t('outcome_unsolved')}.</span>
  return null
}

function Here({ context, conversation }: { context: CustomerContext; conversation: Conversation }) {
  const t = useDeskTexts()
  const language = useLanguage()
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(conversation.language)
  const { since, conversations } = context.customer
  return (
    <section className="soft">
      <p>{t('customerSince', { when: dayAndYear(since) })}</p>
      <p>
        {conversations > 1 ? `${t('times', { count: conversations })}. ` : null}
        {t('writesIn', { language: name ?? conversation.language })}
      </p>
    </section>
  )
}

function Likely({ reasonId }: { reasonId: string | undefined }) {
  const t = useDeskTexts()
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  const reason = reasons?.find((each) => each.id === reasonId)
  if (!reason) return null
  return (
    <p className="s quiet">
      <Rich text={t('looksLike', { reason: reason.name })} marks={{ b: (inner) => <b className="soft">{inner}</b> }} />
    </p>
  )
}
