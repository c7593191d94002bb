import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { applyBrand } from '../../../app/shell/brand'
import { type Draw as DrawView, getDraw } from '../../../client'
import { CopyBox } from '../../../design/CopyBox'
import { Drawing } from '../../../design/Drawing'
import { Icon } from '../../../design/Icon'
import { LanguageSwitch } from '../../../design/LanguageSwitch'
import { PageState } from '../../../design/PageState'
import { mark } from '../../../design/svg/mark'
import { number } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { moment } from './Drops'
import { drawAgain, sha256 } from './draw'
import css from './draw.module.css'
import { useTexts } from './i18n'
import { script } from './script'

/** DrawPage makes a draw again in the reader's browser; anybody may, signed in or not. */
export function DrawPage() {
  const { id = '' } = useParams()
  const brand = useQuery({ ...brandQuery, retry: false }).data
  useEffect(() => applyBrand(brand), [brand])
  const draw = useQuery({
    queryKey: ['draws', id],
    queryFn: ({ signal }) => getDraw({ path: { id }, signal }),
    retry: false,
  })
  return (
    <main className={css.page}>
      <header className={css.top}>
        <span className="row">
          <Drawing picture={mark} />
          <b className="strong">{brand?.name}</b>
        </span>
        <LanguageSwitch />
      </header>
      <PageState queries={[draw]} part>
        {draw.data && <Draw draw={draw.data} timeZone={brand?.timeZone} />}
      </PageState>
    </main>
  )
}

function Draw({ draw, timeZone }: { draw: DrawView; timeZone?: string }) {
  const t = useTexts()
  return (
    <>
      <div>
        <h1>{t('pageTitle')}</h1>
        <p className="soft">{t('pageLead', { name: draw.name })}</p>
      </div>
      <section className={`card ${css.card}`} aria-labelledby="promise">
        <h2 id="promise">{t('promised')}</h2>
        <p className="s soft">
          {draw.seedHash ? t('promisedText') : t('noPromise', { at: moment(draw.opensAt, timeZone) })}
        </p>
        {draw.seedHash && <code className={css.code}>{draw.seedHash}</code>}
      </section>
      {draw.seed && draw.drawnAt ? (
        <Made draw={draw} seed={draw.seed} at={moment(draw.drawnAt, timeZone)} />
      ) : (
        <section className={`card ${css.card}`} aria-labelledby="later">
          <h2 id="later">{t('notYet')}</h2>
          <p className="s soft">{t('notYetText', { at: moment(draw.closesAt, timeZone) })}</p>
        </section>
      )}
    </>
  )
}

/** Browsers hash only for pages that come over https. */
const canCheck = globalThis.crypto?.subtle !== undefined

interface Checked {
  promised: boolean
  same: boolean
}

/** check makes the draw again from the seed and the entries, and compares. */
async function check(draw: DrawView, seed: string): Promise<Checked> {
  const tickets = [...draw.entries].sort((a, b) => (a.id < b.id ? -1 : 1)) // not in the published order
  const order = await drawAgain(seed, tickets, draw.reserve)
  return {
    promised: (await sha256(seed)) === draw.seedHash,
    same: order.every((entry, i) => entry.place === i + 1) && order.length === draw.entries.length,
  }
}

function Made({ draw, seed, at }: { draw: DrawView; seed: string; at: string }) {
  const t = useTexts()
  const [checked, setChecked] = useState<Checked>()
  useEffect(() => void (canCheck && check(draw, seed).then(setChecked)), [draw, seed])
  const count = draw.entries.length
  return (
    <>
      <section className={`card ${css.card}`} aria-labelledby="seed">
        <h2 id="seed">{t('seedTitle')}</h2>
        <p className="s soft">{t('seedText', { at })}</p>
        <code className={css.code}>{seed}</code>
        <Verdict good={checked?.promised} yes={t('seedFits')} no={t('seedWrong')} />
      </section>
      <section className={`card ${css.card}`} aria-labelledby="order">
        <h2 id="order">{t('orderTitle')}</h2>
        <p className="s soft">
          {t('orderText', { count, pieces: number(Math.min(draw.pieces, count)), reserve: number(draw.reserve) })}
        </p>
        <Verdict good={checked?.same} yes={t('orderFits')} no={t('orderWrong')} />
        <Order draw={draw} />
        <p className="s quiet">{t('names')}</p>
      </section>
      <section className={`card ${css.card}`} aria-labelledby="outside">
        <h2 id="outside">{t('outsideTitle')}</h2>
        <p className="s soft">{t('outsideText')}</p>
        <CopyBox code label={t('outsideTitle')} text={script(location.origin, draw.dropId)} />
      </section>
    </>
  )
}

function Verdict({ good, yes, no }: { good: boolean | undefined; yes: string; no: string }) {
  const t = useTexts()
  if (good === undefined) return <p className="s soft">{canCheck ? t('working') : t('cannotCheck')}</p>
  return (
    <p className={good ? css.good : css.bad} role="status">
      <Icon name={good ? 'check' : 'cross'} />
      <b>{good ? yes : no}</b>
    </p>
  )
}

/** How many places beyond the winners are listed before somebody asks for all. */
const shownAtFirst = 10

function Order({ draw }: { draw: DrawView }) {
  const t = useTexts()
  const [params] = useSearchParams()
  const [all, setAll] = useState(false)
  const own = params.get('entry') ?? ''
  const most = draw.pieces + shownAtFirst
  const entries = draw.entries.filter((entry, i) => all || i < most || entry.id === own)
  const hidden = draw.entries.length - entries.length
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('place')}</th>
              <th scope="col">{t('entry')}</th>
              <th scope="col">{t('weighs')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id} className={entry.id === own ? css.own : undefined}>
                <td className="fig">{number(entry.place)}</td>
                <td>
                  <code>{entry.id}</code> {entry.place <= draw.pieces && <span className="tag gold">{t('drew')}</span>}{' '}
                  {entry.id === own && <span className="tag">{t('mine')}</span>}
                </td>
                <td className="s">
                  {t(entry.half ? 'half' : 'whole')}
                  {entry.senior && `, ${t('senior')}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && (
        <button type="button" className="btn second small" onClick={() => setAll(true)}>
          {t('more', { count: hidden })}
        </button>
      )}
    </>
  )
}
