import { useQuery } from '@tanstack/react-query'
import { Link, NavLink, useOutlet } from 'react-router'
import type { Product } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { RewardPicture } from '../../design/RewardPicture'
import { allProductsQuery } from './api'
import styles from './brand.module.css'
import { useTexts } from './i18n'

/** What customers ask about. */
export function ProductsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('productsTitle')}
      lead={t('productsLead')}
      action={
        <Acts>
          <Link className="btn" to="/manage/products/new">
            {t('productNew')}
          </Link>
        </Acts>
      }
    >
      <ListDetail
        list={<ProductList />}
        detail={detail}
        hint={<EmptyState title={t('productHintTitle')}>{t('productHint')}</EmptyState>}
        backTo="/manage/products"
      />
    </ManagePage>
  )
}

function ProductList() {
  const t = useTexts()
  const products = useQuery(allProductsQuery)
  const items = products.data ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('productsTitle')}>
      <PageState queries={[products]} part>
        {items.length === 0 && <EmptyState title={t('productsEmptyTitle')}>{t('productsEmpty')}</EmptyState>}
        <ul className={list.rows}>
          {[...items].sort(byUse).map((product) => (
            <li key={product.id}>
              <NavLink to={`/manage/products/${product.id}`} className={list.row}>
                <span className={styles.thumb}>
                  <RewardPicture name={product.picture} size={40} tinted />
                </span>
                <span>
                  <b className={list.name}>{product.name}</b>
                  <span className={`s soft ${styles.clamp}`}>{product.description}</span>
                </span>
                <span className={list.aside}>{product.archived && <span className="tag">{t('archived')}</span>}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}

function byUse(a: Product, b: Product): number {
  return Number(a.archived) - Number(b.archived) || a.name.localeCompare(b.name)
}
