import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { applyBrand } from '../../app/shell/brand'
import { Drawing } from '../../design/Drawing'
import { Icon } from '../../design/Icon'
import { LanguageSwitch } from '../../design/LanguageSwitch'
import { mark } from '../../design/svg/mark'
import { shorePicture } from '../../design/svg/shore'
import { brandQuery } from '../../queries'
import css from './access.module.css'
import { useAccessTexts } from './i18n'

const shoreOfDoor = shorePicture({
  width: 440,
  birds: [
    { bird: 11, x: 44 },
    { bird: 4, x: 100 },
    { bird: 1, x: 330, turned: true },
  ],
})

interface DoorProps {
  title: string
  text?: string
  /** There is no brand to ask about yet. */
  unbuilt?: boolean
  children: ReactNode
}

/** Door is the page before one is in: the mark, one card on the shore, and the language. */
export function Door({ title, text, unbuilt = false, children }: DoorProps) {
  const brand = useQuery({ ...brandQuery, retry: false, enabled: !unbuilt }).data
  useEffect(() => applyBrand(brand), [brand])
  return (
    <main className={css.door}>
      <div className={css.middle}>
        <div className="row between">
          <span className={`row ${css.brand}`}>
            <Drawing picture={mark} />
            <b className="strong">{brand?.name}</b>
          </span>
          <LanguageSwitch />
        </div>
        <section className={css.card}>
          <h1>{title}</h1>
          {text ? <p className="soft">{text}</p> : null}
          {children}
        </section>
        <Drawing picture={shoreOfDoor} width="100%" className={css.shore} />
      </div>
    </main>
  )
}

/** CookieNote says beforehand when this address or browser cannot keep a person signed in. */
export function CookieNote() {
  const t = useAccessTexts()
  if (window.isSecureContext && navigator.cookieEnabled) return null
  return (
    <p className={css.note}>
      <Icon name="lock" />
      <span>{window.isSecureContext ? t('noCookies') : t('notHttps')}</span>
    </p>
  )
}
