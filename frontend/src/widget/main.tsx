// The chat that customers see: the frame at /widget and the same app as a whole page at /chat. Preact, its own words, its own
// small client; nothing of the workbench is shared but the tokens and the drawings.
import { render } from 'preact'
import { device as store } from '../keep/store'
import { App } from './App'
import { type Around, Surroundings } from './context'
import { Api } from './model/api'
import { Frame } from './model/frame'
import { Help } from './model/help'
import { newId } from './model/id'
import { Identity } from './model/identity'
import { Live } from './model/live'
import { readOptions } from './model/options'
import { Session } from './model/session'
import { chooseLanguage, directionOf, wordsIn } from './words'
import './style/base.css'
import './style/fields.css'
import './style/chat.css'
import './style/device.css'
import './style/own.css'
import './style/rate.css'
import './style/promise.css'
import './style/screens.css'
import './style/wait.css'
import './style/answers.css'

const root = document.documentElement
const options = readOptions(location)
const now = () => Date.now()
let language = chooseLanguage(options.language, navigator.languages)

const api = new Api(
  () => store.get('token'),
  (yes) => reached(yes),
  () => language,
)
const session = new Session({
  api,
  store,
  live: (hearing) => new Live('/api/v1', hearing),
  newId,
  now,
  language: () => language,
})
let shown = false
const frame = new Frame(
  options.page,
  { self: window, parent: window.parent },
  {
    shown: () => look(true),
    hidden: () => look(false),
    identify: (token) => void identity.identify(token),
    signOut: () => identity.signOut(),
  },
)
const identity = new Identity({ api, store, turn: session, tell: (state, code) => frame.identity(state, code) })

/** An article is voted on by a visitor: who is none becomes one. */
async function vote(article: string, helped: boolean): Promise<void> {
  await session.visit()
  await api.vote(article, helped)
}

const help = (changed: () => void): Help =>
  new Help({ api, now, vote, changed, language: () => language, online: () => navigator.onLine })

function reached(yes: boolean): void {
  if (session.reachable !== yes) session.setReachable(yes)
}

/** The chat is seen when the frame is open and its page is in front. */
function look(open: boolean): void {
  const opened = open && !shown
  shown = open
  session.look(open && document.visibilityState === 'visible')
  if (opened) document.querySelector<HTMLElement>('textarea,.bd')?.focus()
}

function dress(): void {
  language = chooseLanguage(options.language, navigator.languages, session.brand?.languages)
  root.lang = language
  root.dir = directionOf(language)
  const { brand, talk } = session
  const unread = talk?.unread() ?? 0
  frame.unread(unread)
  const title = wordsIn(language).help(brand?.name ?? '')
  document.title = unread > 0 ? `(${unread}) ${title}` : title
  if (!brand) return
  root.style.setProperty('--brand-h', String(brand.hue))
  root.style.setProperty('--brand-c', String(brand.strength))
  frame.brand(brand.hue, brand.strength)
}

function draw(): void {
  const around: Around = { session, store, frame, options, language, words: wordsIn(language), now, help }
  render(
    <Surroundings.Provider value={around}>
      <App />
    </Surroundings.Provider>,
    document.getElementById('app') as HTMLElement,
  )
}

root.dataset.page = frame.framed ? 'frame' : 'page'
session.subscribe(() => {
  const before = language
  dress()
  if (before !== language) draw()
})
addEventListener('online', () => void session.heal())
addEventListener('storage', () => session.elsewhere())
addEventListener('keydown', (event) => event.key === 'Escape' && !event.defaultPrevented && frame.close())
document.addEventListener('visibilitychange', () => session.look(shown && document.visibilityState === 'visible'))

/** A link from another device, or for a rating, is a secret: it leaves the address bar before anything else happens. */
if ((options.link || options.rate) && !frame.framed) {
  session.link = options.link
  session.ratingLink = options.rate
  history.replaceState(null, '', location.pathname + location.search)
}

dress()
draw()
const known = frame.framed && options.identity ? identity.expected() : undefined
frame.ready()
void Promise.resolve(known).then(() => session.start())
if (!frame.framed) look(true)
