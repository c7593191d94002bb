import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon } from './Icon'
import styles from './manage.module.css'
import { useWords } from './words'

interface HeadProps {
  title: string
  lead?: ReactNode
  action?: ReactNode
  children: ReactNode
}

/** ManagePage is the frame of a manager's screen: its name, one sentence, and at most one filled action. */
export function ManagePage({ title, lead, action, children }: HeadProps) {
  return (
    <main className="page">
      <header className={styles.head}>
        <div className="grow">
          <h1>{title}</h1>
          {lead && <p className="soft">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </main>
  )
}

interface ListDetailProps {
  list: ReactNode
  /** The picked row's card; on a narrow screen it takes the list's place. */
  detail: ReactNode
  /** What stands beside the list while nothing is picked; null where there is nothing to pick. */
  hint: ReactNode
  backTo: string
}

/** ListDetail is a list with what is picked beside it; under 1,100 px one of the two is shown. */
export function ListDetail({ list, detail, hint, backTo }: ListDetailProps) {
  const t = useWords()
  return (
    <div className={detail ? `${styles.split} ${styles.picked}` : styles.split}>
      <div className={styles.list}>{list}</div>
      <div className={styles.detail}>
        {detail && (
          <Link to={backTo} className={`s strong ${styles.back}`}>
            <Icon name="back" directed /> {t('back')}
          </Link>
        )}
        {detail ?? (hint ? <section className={`card ${styles.hint}`}>{hint}</section> : null)}
      </div>
    </div>
  )
}

interface SectionProps {
  title: string
  note?: ReactNode
  /** The card has no title of its own above this one. */
  first?: boolean
  children: ReactNode
}

/** Section is a titled part of a card or form. */
export function Section({ title, note, first, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <div>
        {first ? <h2>{title}</h2> : <h3>{title}</h3>}
        {note && <p className="s quiet">{note}</p>}
      </div>
      {children}
    </section>
  )
}

/** Pair puts two fields side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}
