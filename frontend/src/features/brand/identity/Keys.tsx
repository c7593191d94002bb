import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type IdentityKey, makeIdentityKey, type NewIdentityKey, retireIdentityKey } from '../../../client'
import { CopyBox } from '../../../design/CopyBox'
import { Icon } from '../../../design/Icon'
import { Refused } from '../../../design/Refused'
import { day } from '../../../i18n/format'
import { useTexts } from './i18n'
import styles from './identity.module.css'
import { identityKeysQuery } from './query'

const most = 2

/** The keys that sign: at most two live ones, how to make one, and how to end one. */
export function Keys({ keys }: { keys: IdentityKey[] }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [made, setMade] = useState<NewIdentityKey>()
  const again = () => cache.invalidateQueries({ queryKey: identityKeysQuery.queryKey })
  const make = useMutation({ mutationFn: () => makeIdentityKey(), onSuccess: setMade, onSettled: again })
  const retire = useMutation({
    mutationFn: (id: string) => retireIdentityKey({ path: { id } }),
    onSettled: again,
  })
  const live = keys.filter((key) => !key.retiredAt)
  const retired = keys.length - live.length
  return (
    <div className={styles.keys}>
      {live.length === 0 && <p className="s soft">{t('keysNone')}</p>}
      {live.length > 0 && (
        <ul className={styles.list}>
          {live.map((key) => (
            <KeyRow key={key.kid} of={key} retire={() => retire.mutate(key.kid)} busy={retire.isPending} />
          ))}
        </ul>
      )}
      {made && <Secret of={made} done={() => setMade(undefined)} />}
      {live.length < most ? (
        <button
          type="button"
          className="btn second small"
          aria-disabled={make.isPending}
          onClick={() => make.isPending || make.mutate()}
        >
          <Icon name="plus" size={16} /> {t('make')}
        </button>
      ) : (
        <p className="s soft">{t('makeFull')}</p>
      )}
      <Refused error={make.error ?? retire.error} />
      <p className="s soft">
        <b>{t('rotateTitle')}.</b> {t('rotate')}
      </p>
      {retired > 0 && <p className="s quiet">{t('retired', { count: retired })}</p>}
    </div>
  )
}

function KeyRow({ of: key, retire, busy }: { of: IdentityKey; retire: () => void; busy: boolean }) {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const date = day(key.createdAt)
  return (
    <li className={styles.key}>
      <div className={styles.name}>
        <code>{key.kid}</code>
        <span className="s quiet">
          {key.createdBy ? t('made', { name: key.createdBy, date }) : t('madeNoName', { date })}
        </span>
      </div>
      <span className="tag">{t('live')}</span>
      {!asking && (
        <button
          type="button"
          className="btn text small"
          aria-label={t('retireNamed', { kid: key.kid })}
          onClick={() => setAsking(true)}
        >
          {t('retire')}
        </button>
      )}
      {asking && (
        <div className={styles.asking}>
          <b>{t('retireTitle')}</b>
          <p className="s soft">{t('retireText')}</p>
          <div className="row">
            <button type="button" className="btn small" aria-disabled={busy} onClick={retire}>
              {t('retire')}
            </button>
            <button type="button" className="btn second small" onClick={() => setAsking(false)}>
              {t('keep')}
            </button>
          </div>
        </div>
      )}
    </li>
  )
}

function Secret({ of: key, done }: { of: NewIdentityKey; done: () => void }) {
  const t = useTexts()
  return (
    <section className={styles.secret} role="status">
      <b className="row">
        <Icon name="lock" />
        {t('secretTitle', { kid: key.kid })}
      </b>
      <p className="s">{t('secretOnce')}</p>
      <CopyBox text={key.secret} label={t('secretLabel')} />
      <button type="button" className="btn second small" onClick={done}>
        {t('secretDone')}
      </button>
    </section>
  )
}
