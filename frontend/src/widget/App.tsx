import { useEffect, useState } from 'preact/hooks'
import { useAround, useSession } from './context'
import { type View, viewOf } from './model/view'
import { Arrive } from './parts/Arrive'
import { Ask } from './parts/Ask'
import { Banner } from './parts/Banner'
import { Bird } from './parts/Bird'
import { Chat } from './parts/Chat'
import { Composer } from './parts/Composer'
import { DevicePanel } from './parts/DevicePanel'
import { Header } from './parts/Header'
import { Icon } from './parts/Icon'
import { Promises } from './parts/Promises'
import { Queue } from './parts/Queue'
import { Rate } from './parts/Rate'
import { RateLink } from './parts/RateLink'
import { Thanks } from './parts/Thanks'
import { clock, when } from './words/times'

/** The whole chat: a head, what is so, and where one writes. */
export function App() {
  const around = useAround()
  const session = useSession(around.session)
  const offline = useOffline()
  const view = viewOf(session)
  const { talk } = session
  const writes = talk?.conversation && (view === 'queue' || view === 'chat')
  const holds = view !== 'ask' || Boolean(session.question)

  return (
    <main class="w">
      <Head view={view} />
      <div class="ban">
        <Banner offline={offline} holds={holds} />
      </div>
      <Promises view={view} />
      {view === 'loading' && <Loading />}
      {view === 'arrive' && session.link && <Arrive link={session.link} />}
      {view === 'rateLink' && session.ratingLink && <RateLink link={session.ratingLink} />}
      {view === 'device' && <DevicePanel />}
      {view === 'ask' && <Ask key={session.who?.subject} />}
      {view === 'queue' && <Queue />}
      {view === 'chat' && talk && <Chat key={talk.id} talk={talk} />}
      {view === 'rate' && talk && <Rate key={talk.conversation?.episode} talk={talk} />}
      {view === 'thanks' && talk && <Thanks talk={talk} />}
      {writes && talk && <Composer key={`${talk.id}.${talk.rewritten}`} talk={talk} hint={hintOf(view, around)} />}
    </main>
  )
}

function hintOf(view: View, { session, words }: ReturnType<typeof useAround>): string {
  const name = session.talk?.conversation?.expert?.displayName ?? session.talk?.conversation?.staff?.name
  if (view === 'queue') return words.addMore
  return name ? words.writeTo(name) : words.write
}

function Head({ view }: { view: View }) {
  const { session, words, language, now } = useAround()
  const { brand, talk } = session
  const expert = talk?.expert()
  const face = expert && <Bird bird={expert.bird} size={38} />
  const name = expert?.displayName ?? words.theExpert
  const opens = brand && !brand.open && brand.opensAt ? when(brand.opensAt, now(), language, words) : undefined
  const status = talk?.conversation?.status
  const again = view === 'chat' && (status === 'queued' || status === 'offered')
  const closed = status === 'closed'
  if (view === 'arrive') return <Header title={words.arriveTitle} under={words.arriveUnder} />
  if (view === 'rateLink') return <Header title={words.help(brand?.name ?? '')} under={words.rateLinkUnder} />
  if (view === 'device') return <Header title={words.device} under={words.deviceUnder} />
  if (view === 'chat' && expert && !again && !closed) {
    return <Header face={face} title={name} under={words.disclosure(brand?.name ?? '')} />
  }
  const staff = talk?.conversation?.staff
  if (view === 'chat' && staff && !again) {
    const title = words.teamName(staff.name, brand?.name ?? '')
    return <Header face={<Icon name="team" big />} title={title} under={words.teamLabel(brand?.name ?? '')} />
  }
  if (view === 'rate' || (view === 'chat' && closed)) {
    const closure = talk?.conversation?.closure
    const byExpert = closure?.by === 'expert'
    const goodbye = byExpert ? words.goodbye(name, clock(closure.closedAt, language)) : words.closedPlain
    return <Header face={face} title={words.thanks} under={goodbye} />
  }
  if (view === 'thanks') {
    const low = (talk?.conversation?.rating?.stars ?? 5) <= 3
    return <Header face={face} title={words.thanks} under={low ? words.ratedLow : words.rated} />
  }
  const by = talk?.conversation?.queue?.answerBy
  if (by && (view === 'queue' || again)) {
    return <Header title={words.wait.leftTitle} under={words.wait.leftUnder(when(by, now(), language, words))} />
  }
  if (talk?.conversation?.desk === 'staff' && (view === 'queue' || again)) {
    return <Header title={words.wait.team} under={words.wait.teamUnder} />
  }
  if (opens && (view === 'ask' || view === 'queue' || again)) {
    return <Header title={words.closedNow(opens)} under={words.closedHint} />
  }
  if (view === 'queue' && !talk) return <Header title={words.onItsWay} under={words.keptHere} />
  if ((view === 'queue' || again) && talk?.conversation?.desk === 'staff') {
    return <Header title={words.teamComing(brand?.name ?? '')} under={words.keepPlace} />
  }
  if (view === 'queue' || again) return <Header title={words.coming} under={words.keepPlace} />
  return <Header title={words.help(brand?.name ?? '')} under={words.ownersAnswer} />
}

/** After 400 ms the shape of what comes; after 4 s what is awaited. */
function Loading() {
  const { words } = useAround()
  const [stage, setStage] = useState(0)
  useEffect(() => {
    const timers = [400, 4000].map((ms, i) => setTimeout(() => setStage(i + 1), ms))
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <div class="bd" aria-busy="true">
      {stage > 0 && (
        <div class="sks" aria-hidden="true">
          <span class="sk me" />
          <span class="sk" />
          <span class="sk short" />
        </div>
      )}
      <p class="s m" role="status">
        {stage > 1 ? words.loadingLong : stage > 0 ? words.loading : ''}
      </p>
    </div>
  )
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine)
    addEventListener('online', look)
    addEventListener('offline', look)
    return () => {
      removeEventListener('online', look)
      removeEventListener('offline', look)
    }
  }, [])
  return offline
}
