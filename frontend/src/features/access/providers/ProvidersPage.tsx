import { useQuery } from '@tanstack/react-query'
import { Link, NavLink, useOutlet } from 'react-router'
import { useActor } from '../../../app/session'
import { EmptyState } from '../../../design/EmptyState'
import { Icon } from '../../../design/Icon'
import { ListDetail, ManagePage } from '../../../design/ManagePage'
import list from '../../../design/manage.module.css'
import { PageState } from '../../../design/PageState'
import css from './providers.module.css'
import { providersQuery } from './queries'
import { useProviderTexts } from './texts'

/** The OpenID providers by which people come in. Admins change them, auditors look. */
export function ProvidersPage() {
  const t = useProviderTexts()
  const detail = useOutlet()
  const reads = useActor().role === 'auditor'
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        reads ? undefined : (
          <Link className="btn" to="/manage/providers/new">
            {t('add')}
          </Link>
        )
      }
    >
      <ListDetail
        list={<ProviderList />}
        detail={detail}
        hint={<EmptyState title={t('hintTitle')}>{t('hint')}</EmptyState>}
        backTo="/manage/providers"
      />
    </ManagePage>
  )
}

function ProviderList() {
  const t = useProviderTexts()
  const providers = useQuery(providersQuery)
  const all = providers.data ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('listLabel')}>
      <PageState queries={[providers]} part>
        {all.length === 0 ? <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState> : null}
        <ul className={list.rows}>
          {all.map((one) => (
            <li key={one.id}>
              <NavLink to={`/manage/providers/${one.id}`} className={list.row}>
                <Icon name="door" directed />
                <span className={css.words}>
                  <b className={list.name}>{one.name}</b>
                  <span className="s soft">{t('linked', { count: one.linked })}</span>
                </span>
                <span className={list.aside}>
                  <span className="tag">{one.enabled ? t('on') : t('off')}</span>
                </span>
              </NavLink>
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}
