import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, Navigate } from 'react-router'
import { useAltKeys } from '../../app/keys'
import { useActor } from '../../app/session'
import { Mentions } from '../../beside/Mentions'
import { Boundary } from '../../design/Boundary'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { Skeleton } from '../../design/Skeleton'
import { useLiveStatus } from '../../live/status'
import { meQuery, offersQuery, presenceQuery, productsQuery, seatsQuery } from '../../queries'
import { useDeskTexts } from './i18n'
import { firstFocus, type LaneState, lanesOf } from './model/lanes'
import { nextWaiting } from './model/next'
import { useOutbox } from './model/useOutbox'
import { useSeatNotes } from './model/useSeatNotes'
import { useTakenOverNotes } from './model/useTakenOverNotes'
import { isWriting } from './model/writing'
import { Announcer } from './parts/Announcer'
import type { OnClosed } from './parts/Context'
import { ConversationLane } from './parts/ConversationLane'
import { KeysCard } from './parts/KeysCard'
import { MissedLine } from './parts/MissedLine'
import { OfferLane, useOfferAnswer } from './parts/OfferLane'
import { PresenceBar } from './parts/PresenceBar'
import { FreeLane, ShutLane } from './parts/QuietLane'
import { SeatBar } from './parts/SeatBar'
import { Side, SideSwitch } from './parts/Side'
import top from './parts/top.module.css'
import { VanishedNote } from './parts/VanishedNote'
import { PromisesButton } from './promises/PromisesButton'
import { PromisesPanel } from './promises/PromisesPanel'
import css from './work.module.css'

const pollWhileDown = 5_000

/** WorkPage is the expert's workbench: three lanes by seat, my points and the board beside them. Others start elsewhere. */
export function WorkPage() {
  return useActor().role === 'expert' ? <Workbench /> : <Navigate to="/" replace />
}

function Workbench() {
  const t = useDeskTexts()
  const [sideOpen, setSideOpen] = useState(false)
  const down = useLiveStatus() === 'down'
  const refetchInterval = down ? pollWhileDown : false
  const seats = useQuery({ ...seatsQuery, refetchInterval })
  const offers = useQuery({ ...offersQuery, refetchInterval })
  const lanes = useMemo(
    () => (seats.data ? lanesOf(seats.data.items, offers.data?.items ?? []) : undefined),
    [seats.data, offers.data],
  )
  return (
    <main className={css.work}>
      <h1 className="hidden">{t('title')}</h1>
      <div className={css.main}>
        {lanes ? (
          <Bench lanes={lanes} sideOpen={sideOpen} onSide={() => setSideOpen(!sideOpen)} />
        ) : (
          <Waiting failed={seats.error !== null} retry={() => void seats.refetch()} />
        )}
      </div>
      <Boundary>
        <Side open={sideOpen} />
      </Boundary>
      <Boundary>
        <PromisesPanel />
      </Boundary>
    </main>
  )
}

interface BenchProps {
  lanes: LaneState[]
  sideOpen: boolean
  onSide: () => void
}

function Bench({ lanes, sideOpen, onSide }: BenchProps) {
  const [focused, setFocused] = useState(() => firstFocus(lanes))
  const { notes, say, answer: answered } = useSeatNotes(lanes)
  useTakenOverNotes(lanes, say)
  const focus = (seatNo: number) => {
    setFocused(seatNo)
    requestAnimationFrame(() => enterLane(seatNo))
  }
  const answer = useOfferAnswer(
    (offer) => {
      answered(offer.id)
      if (!isWriting()) focus(offer.seatNo)
    },
    (offer) => {
      answered(offer.id)
      say(offer.seatNo, { kind: 'passed' })
    },
  )
  const offer = lanes.find((lane) => lane.kind === 'offer')?.offer
  useAltKeys({
    1: () => focus(1),
    2: () => focus(2),
    3: () => focus(3),
    y: offer && (() => answer.take(offer)),
    n: offer && (() => answer.pass(offer)),
    w: () => {
      const seatNo = nextWaiting(lanes, focused)
      if (seatNo !== undefined) focus(seatNo)
    },
    o: () => enterNote(focused),
  })
  return (
    <>
      <Boundary>
        <TopBar sideOpen={sideOpen} onSide={onSide} failed={answer.failed} />
      </Boundary>
      <Boundary>
        <VanishedNote />
      </Boundary>
      <SeatBar lanes={lanes} focused={focused} onFocus={setFocused} />
      <Lanes
        lanes={lanes}
        focused={focused}
        notes={notes}
        answer={answer}
        onFocus={setFocused}
        onClosed={(seatNo, name, how) => say(seatNo, how ? { kind: how, name } : { kind: 'closed', name })}
      />
      <Announcer lanes={lanes} focused={focused} />
    </>
  )
}

function TopBar({ sideOpen, onSide, failed }: { sideOpen: boolean; onSide: () => void; failed: string | undefined }) {
  const t = useDeskTexts()
  return (
    <div className={top.top}>
      <PresenceBar />
      <span className="grow" />
      <span role="alert" className={top.alert}>
        {failed ? t('takeFailed', { why: failed }) : null}
      </span>
      <MissedLine />
      <PromisesButton />
      <Mentions to={(id) => `/work/mentions/${id}`} />
      <KeysCard />
      <SideSwitch open={sideOpen} onSwitch={onSide} />
    </div>
  )
}

interface LanesProps {
  lanes: LaneState[]
  focused: number
  notes: ReturnType<typeof useSeatNotes>['notes']
  answer: ReturnType<typeof useOfferAnswer>
  onFocus: (seatNo: number) => void
  onClosed: (seatNo: number, ...left: Parameters<OnClosed>) => void
}

function Lanes({ lanes, focused, notes, answer, onFocus, onClosed }: LanesProps) {
  const { outbox, kept } = useOutbox()
  const products = useQuery(productsQuery).data?.items
  const level = useQuery(meQuery).data?.expert?.level ?? 0
  const idle = lanes.every((lane) => lane.kind === 'free' || lane.kind === 'shut')
  return (
    <div className={css.lanes} style={columns(lanes, focused)}>
      {lanes.map((lane) => {
        const { seatNo } = lane.seat
        const at = { focused: seatNo === focused, onFocus: () => onFocus(seatNo) }
        if (lane.kind === 'conversation') {
          return (
            <ConversationLane
              key={lane.conversationId}
              {...at}
              seat={lane.seat}
              conversationId={lane.conversationId}
              shown
              outbox={outbox}
              kept={kept}
              onClosed={(...left) => onClosed(seatNo, ...left)}
            />
          )
        }
        if (lane.kind === 'offer') {
          const picture = products?.find((product) => product.id === lane.offer.productId)?.picture
          return (
            <OfferLane
              key={lane.offer.id}
              {...at}
              seat={lane.seat}
              offer={lane.offer}
              picture={picture}
              answer={answer}
            />
          )
        }
        if (lane.kind === 'shut') return <ShutLane key={seatNo} seatNo={seatNo} level={level} />
        return (
          <FreeLane key={seatNo} {...at} seatNo={seatNo} note={notes[seatNo]}>
            {idle && at.focused ? <Nobody /> : null}
          </FreeLane>
        )
      })}
    </div>
  )
}

/** Nobody is the empty workbench: it says why nothing comes and what is worth doing. */
function Nobody() {
  const t = useDeskTexts()
  const presence = useQuery(presenceQuery).data
  if (presence?.state === 'away') return <EmptyState title={t('offDutyTitle')}>{t('offDutyText')}</EmptyState>
  if (presence?.state === 'break') return <EmptyState title={t('breakTitle')}>{t('breakText')}</EmptyState>
  if (presence && !presence.onDuty && presence.byShifts && !presence.opensAt)
    return (
      <EmptyState title={t('noShiftTitle')}>
        {t('noShiftText')} <Link to="/shifts">{t('noShiftLink')}</Link>
      </EmptyState>
    )
  if (presence && !presence.onDuty) return <EmptyState title={t('closedTitle')}>{t('closedText')}</EmptyState>
  return (
    <EmptyState
      title={t('emptyTitle')}
      action={
        <Link className="btn second small" to="/season">
          {t('emptyAction')}
        </Link>
      }
    >
      {t('emptyText')}
    </EmptyState>
  )
}

function Waiting({ failed, retry }: { failed: boolean; retry: () => void }) {
  const t = useDeskTexts()
  return (
    <div className={css.waiting}>
      {failed ? (
        <ErrorNote title={t('deskFailed')} action={{ label: t('tryAgain'), run: retry }}>
          {t('deskFailedText')}
        </ErrorNote>
      ) : (
        <Skeleton awaited={t('awaitingDesk')} />
      )}
    </div>
  )
}

/** enterLane puts the caret into the composer of a lane, or the focus on the first button of an offer. */
function enterLane(seatNo: number) {
  const lane = document.querySelector(`[data-seat="${seatNo}"]`)
  lane?.querySelector<HTMLElement>('textarea, .btn')?.focus()
}

/** enterNote puts the caret where one notes for colleagues, beside the focused lane. */
function enterNote(seatNo: number) {
  const boxes = document.querySelectorAll<HTMLElement>(`[data-seat="${seatNo}"] [data-part="notes"] textarea`)
  const shown = [...boxes].find((box) => box.offsetParent !== null)
  shown?.scrollIntoView({ block: 'nearest' })
  shown?.focus()
}

/** columns gives the focused lane its width (578 px of 1440); a seat that is not open needs little. */
function columns(lanes: readonly LaneState[], focused: number): React.CSSProperties {
  const wide = lanes.map((lane) => {
    if (lane.seat.seatNo === focused && lane.kind !== 'shut') return 'minmax(500px, 2.449fr)'
    return lane.kind === 'shut' ? '110px' : 'minmax(185px, 1fr)'
  })
  const narrow = lanes.map((lane) => (lane.seat.seatNo === focused ? 'minmax(0, 1fr)' : '92px'))
  return { '--lanes-wide': wide.join(' '), '--lanes-narrow': narrow.join(' ') } as React.CSSProperties
}
