import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActor } from '../../app/session'
import { Acts } from '../../design/Acts'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { myMeritQuery, wallQuery } from './api'
import { Badges } from './Badges'
import { useTexts } from './i18n'
import css from './merit.module.css'
import { PraiseDialog } from './PraiseDialog'
import { Said } from './Said'
import { Spots } from './Spots'
import { StreakCard } from './StreakCard'
import { OnWall, Wall } from './Wall'

/** MeritPage is recognition: mine, for an expert, and the wall of those who want to be seen. */
export function MeritPage() {
  const t = useTexts()
  const expert = useActor().role === 'expert'
  const wall = useQuery(wallQuery)
  return (
    <PageState queries={[wall]}>
      {wall.data ? (
        <ManagePage
          title={t('title')}
          lead={t(expert ? 'lead' : 'leadStaff')}
          action={
            <Acts>
              <Give left={wall.data.kudosLeft} />
            </Acts>
          }
        >
          <div className={css.stack}>
            {expert ? <Mine /> : <Spots />}
            <Wall wall={wall.data} staff={!expert} />
          </div>
        </ManagePage>
      ) : null}
    </PageState>
  )
}

function Mine() {
  const mine = useQuery(myMeritQuery)
  return (
    <PageState queries={[mine]} part>
      {mine.data ? (
        <div className={css.columns}>
          <div className={css.stack}>
            <Badges badges={mine.data.badges} steps={mine.data.steps} />
          </div>
          <div className={css.stack}>
            <Said merit={mine.data} />
            <StreakCard streak={mine.data.streak} />
            <OnWall on={mine.data.onWall} />
          </div>
        </div>
      ) : null}
    </PageState>
  )
}

function Give({ left }: { left: number }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <div className={css.give}>
      <button type="button" className="btn" disabled={left === 0} onClick={() => setOpen(true)}>
        {t('give')}
      </button>
      <span className="s soft">{left === 0 ? t('none') : t('left', { count: left })}</span>
      {open ? <PraiseDialog kind="kudos" onClose={() => setOpen(false)} /> : null}
    </div>
  )
}
