// The shop's own account menu: who is signed in here. The chat asks the shop's server for its word when it needs one.
const place = 'noorder.account'
const menu = document.querySelector('.account')
const summary = menu?.querySelector('summary')
const kenner = () => document.querySelector('kenner-chat')

/** The shop's server signs its word about the customer; this page never sees a secret. */
async function token(who) {
  const answer = await fetch(`identity?who=${who}`)
  if (!answer.ok) throw new Error(`the shop answered ${answer.status}`)
  return answer.text()
}

function show(who) {
  const chosen = menu?.querySelector(`[data-who="${who ?? ''}"]`)
  if (summary) summary.textContent = who ? chosen?.textContent : 'Sign in'
  for (const button of menu?.querySelectorAll('button') ?? []) {
    button.toggleAttribute('hidden', button.dataset.who === '' && !who)
    button.setAttribute('aria-pressed', String(button === chosen))
  }
}

menu?.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null
  if (!button) return
  const who = button.dataset.who
  if (who) localStorage.setItem(place, who)
  else localStorage.removeItem(place)
  menu.removeAttribute('open')
  summary?.focus()
  show(who)
  if (who) kenner()?.identify(() => token(who))
  else kenner()?.signOut()
})

const kept = localStorage.getItem(place)
show(kept ?? undefined)
if (kept) customElements.whenDefined('kenner-chat').then(() => kenner()?.identify(() => token(kept)))
