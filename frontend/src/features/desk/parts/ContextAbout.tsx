import { Icon } from '../../../design/Icon'
import { ProductPicture } from '../../../design/ProductPicture'
import { dayAndYear } from '../../../i18n/format'
import { languageName } from '../../../i18n/languageName'
import { Rich } from '../../../i18n/rich'
import type { Context } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import css from './context.module.css'

/** Greeting is what one would know of a regular: since when, who answered last, whether they asked for you. */
export function Greeting({ customer }: { customer: Context['customer'] }) {
  const t = useDeskTexts()
  const { since, conversations, verified, lastWith, meetAgain, language } = customer
  return (
    <section className={css.greeting} data-part="greeting">
      {verified || meetAgain ? (
        <p className={css.marks}>
          {verified ? (
            <span className="tag ok">
              <Icon name="shield" size={14} />
              {t('verified')}
            </span>
          ) : null}
          {meetAgain ? (
            <span className="tag accent">
              <Icon name="heart" size={14} />
              {t('meetAgain')}
            </span>
          ) : null}
        </p>
      ) : null}
      {lastWith ? (
        <p>
          <Rich
            text={t(lastWith.me ? 'lastWithYou' : 'lastWith', { name: lastWith.name, when: dayAndYear(lastWith.at) })}
            marks={{ b: (inner) => <b className="strong">{inner}</b> }}
          />
        </p>
      ) : null}
      <p className="soft">
        {conversations > 1
          ? `${t('customerSince', { when: dayAndYear(since) })}, ${t('times', { count: conversations })}.`
          : t('firstTime')}{' '}
        {t('writesIn', { language: languageName(language) })}
      </p>
    </section>
  )
}

/** Owns is what the shop says the customer has; without its word, what the question and those before it are about. */
export function Owns({ context }: { context: Context }) {
  const t = useDeskTexts()
  const { owned, product, asked } = context
  const about = product && !owned.some((each) => each.productId === product.id) ? product : undefined
  return (
    <>
      {owned.length > 0 ? (
        <section data-part="owns">
          <h3>{t('owns')}</h3>
          <ul className={css.things}>
            {owned.map((each) => (
              <Thing
                key={each.name}
                name={each.name}
                picture={each.picture}
                here={each.productId === product?.id && !!product}
              >
                {each.date ? dayAndYear(each.date) : each.order ? t('ordered', { number: each.order }) : t('saysShop')}
              </Thing>
            ))}
          </ul>
        </section>
      ) : null}
      {about ? (
        <section data-part={owned.length > 0 ? undefined : 'owns'}>
          <h3>{t('asksAbout')}</h3>
          <ul className={css.things}>
            <Thing name={about.name} picture={about.picture}>
              {about.description}
            </Thing>
          </ul>
        </section>
      ) : null}
      {owned.length === 0 && asked.length > 0 ? (
        <p className="s soft">{t('askedBefore', { names: asked.map((each) => each.name).join(', ') })}</p>
      ) : null}
    </>
  )
}

interface ThingProps {
  name: string
  picture: string | undefined
  /** the question is about it */
  here?: boolean
  children: React.ReactNode
}

function Thing({ name, picture, here, children }: ThingProps) {
  const t = useDeskTexts()
  return (
    <li className={css.product}>
      <span className={css.thumb}>
        <ProductPicture name={picture} size={30} />
      </span>
      <div>
        <b className="strong">{name}</b>
        {here ? <span className={`xs ${css.here}`}>{t('thisOne')}</span> : null}
        <p className="xs quiet">{children}</p>
      </div>
    </li>
  )
}
