import { KennerChat } from './chat'

/**
 * Defines the element for the origin that `url` came from and, unless the page placed one itself, adds one that takes the
 * attributes of our own script tag. A second loader on a page does nothing.
 */
export function start(url: string): void {
  if (customElements.get('kenner-chat')) return
  KennerChat.home = new URL(url).origin
  customElements.define('kenner-chat', KennerChat)
  if (document.querySelector('kenner-chat')) return
  const tag = [...document.scripts].find((script) => script.src === url)
  const chat = document.createElement('kenner-chat')
  Object.assign(chat.dataset, tag?.dataset)
  document.body.append(chat)
}
