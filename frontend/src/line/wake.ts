import type { Wake } from './line'

const beat = 5_000
const nap = 20_000
const longNap = 90_000 // a hidden page's timers come once a minute

/** watchSleep tells what happens to the device: networks come and go, screens are seen again, lids are closed. */
export function watchSleep(woken: (why: Wake) => void, now: () => number = Date.now): () => void {
  let last = now()
  const look = () => {
    const slept = now() - last > nap
    last = now()
    // A hidden page may be woken this rarely without any sleep; its own socket tells whether the line stands.
    if (slept && document.visibilityState === 'visible') woken('slept')
  }
  const timer = setInterval(look, beat)
  const seen = () => {
    if (document.visibilityState !== 'visible') return
    const slept = now() - last > longNap
    last = now()
    woken(slept ? 'slept' : 'seen')
  }
  const online = () => woken('online')
  const offline = () => woken('offline')
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('pageshow', seen)
  window.addEventListener('online', online)
  window.addEventListener('offline', offline)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('pageshow', seen)
    window.removeEventListener('online', online)
    window.removeEventListener('offline', offline)
  }
}
