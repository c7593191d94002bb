import { lazy, Suspense, useState } from 'react'
import { useSingleKeys } from '../../../app/keys'
import { useDeskTexts } from '../i18n'
import css from './top.module.css'

const KeysDialog = lazy(async () => ({ default: (await import('./KeysDialog')).KeysDialog }))

/** KeysCard shows every shortcut and lets them be turned off; "?" opens it. */
export function KeysCard() {
  const t = useDeskTexts()
  const [open, setOpen] = useState(false)
  useSingleKeys({ '?': () => setOpen(true) })
  return (
    <>
      <button
        type="button"
        className={`btn second small ${css.ask}`}
        aria-label={t('keys')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      {open ? (
        <Suspense>
          <KeysDialog onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
