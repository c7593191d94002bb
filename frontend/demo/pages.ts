// The pages of the demo's shop: a stranger's site that carries our script tag from another origin. Its one script of its own is
// the account menu, so that it also shows customers whom the shop's server vouches for. __WIDGET_ORIGIN__ is replaced by whoever serves the folder.
import { birdShapes, birdTile } from '../src/design/svg/birds'
import { mark } from '../src/design/svg/mark'
import { markup } from '../src/design/svg/markup'
import { productPicture } from '../src/design/svg/pictures'
import { circle, group, type Picture, path } from '../src/design/svg/shape'
import { tuner } from '../src/design/svg/tuner'
import { products, type ShopProduct } from './products'

const widget = '__WIDGET_ORIGIN__'
const [lowest, highest] = [5, 80_000]
const onScale = (hertz: number): number => Math.log(hertz / lowest) / Math.log(highest / lowest)

const links = [
  ['index.html', 'Headphones'],
  ['wad-2.html', 'Wireless'],
  ['plaat.html', 'Earbuds'],
  ['terp.html', 'Terp'],
  ['support.html', 'Support'],
] as const

/** Who can sign in to the shop: the demo's server knows them by the same words. */
const customers = { fenna: 'Fenna de Vries', jelle: 'Jelle Bakker', noor: 'Noor Haddad' }

const account = `<details class="account"><summary>Sign in</summary><div><p>Made-up customers. The shop’s server tells the chat who is here.</p>${Object.entries(
  customers,
)
  .map(([who, name]) => `<button type="button" data-who="${who}">${name}</button>`)
  .join('')}<button type="button" data-who="" hidden>Sign out</button></div></details>`

interface Page {
  file: string
  title: string
  body: string
  /** What the launcher knows about this page. */
  product?: string
}

/** Every page of the shop by its file name. */
export function pages(): Record<string, string> {
  const all = [...products.map(productPage), supportPage()]
  return Object.fromEntries(all.map((page) => [page.file, document(page)]))
}

function document({ file, title, body, product }: Page): string {
  const current = (link: string) => (link === file ? ' aria-current="page"' : '')
  const about = product ? ` data-product="${product}"` : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="tokens.css">
<link rel="stylesheet" href="shop.css">
<script type="module" src="${widget}/embed/kenner.js"${about}></script>
<script type="module" src="account.js"></script>
</head>
<body>
<header><a class="home" href="index.html">${markup(mark, { width: 34, height: 34 })}<b>noorder</b></a>
${account}<nav aria-label="Shop">${links.map(([link, word]) => `<a href="${link}"${current(link)}>${word}</a>`).join('')}</nav></header>
<main>${body}</main>
<footer><p>Noorder Audio is a made-up brand from the northern coast. This page is a stranger's shop: it carries one script tag, and the chat lives on another origin.</p>
<p><a href="${widget}/chat">The chat on a page of its own</a></p></footer>
</body>
</html>
`
}

function productPage(p: ShopProduct): Page {
  const body = `<section class="hero"><div class="say"><p class="kind">${p.kind}</p><h1>${p.name}.<br>${p.line}</h1>
<p class="story">${p.story}</p>
<p class="price"><b class="fig">${p.price}</b><span>${p.stock}</span></p>${owners(p.name)}</div>
<div class="art of-${p.picture}">${markup(coast(), { width: '100%' })}${markup(productPicture(p.picture), { width: '100%' })}</div></section>
<section class="facts">${p.figures.map(figure).join('')}</section>
<section class="plays" tabindex="0" aria-labelledby="plays"><h2 id="plays">What it plays</h2>${scale(p)}</section>
<section class="two"><div><h2>In the box</h2><ul>${p.box.map((thing) => `<li>${thing}</li>`).join('')}</ul></div>
<div><h2>Made to be opened</h2><p>Every part has a number and a price. Send it to us, or do it yourself: somebody who did it before helps you, step by step.</p></div></section>
${others(p)}`
  return { file: p.file, title: `${p.name}, Noorder Audio`, body, product: p.name }
}

const figure = ({ value, unit, words }: ShopProduct['figures'][number]): string =>
  `<div><p><b class="fig">${value}</b> <span class="fig">${unit}</span></p><p>${words}</p></div>`

function scale({ plays: [from, to], name }: ShopProduct): string {
  const hertz = (n: number): string => (n >= 1000 ? `${n / 1000} kHz` : `${n} Hz`)
  return tuner({
    width: 1000,
    ticks: 64,
    band: [onScale(from), onScale(to)],
    labels: [
      { at: onScale(from), text: hertz(from) },
      { at: onScale(440), text: '440, the violin tunes' },
      { at: onScale(to), text: hertz(to) },
    ],
    label: `${name} plays from ${hertz(from)} to ${hertz(to)}`,
  })
}

function owners(name: string): string {
  const birds = [0, 1, 2, 4, 5].map((bird) => `<span>${birdTile(bird, 36)}</span>`).join('')
  return `<div class="owners"><div class="birds" aria-hidden="true">${birds}</div>
<p>Twelve owners answer questions here. They are customers like you, not staff, and receive points for it. <a href="${widget}/chat?product=${encodeURIComponent(name)}">Ask somebody who owns one</a></p></div>`
}

function others(here: ShopProduct): string {
  const cards = products
    .filter((p) => p !== here)
    .map(
      (p) =>
        `<a class="card" href="${p.file}"><span class="pic of-${p.picture}">${markup(productPicture(p.picture), { width: 120, height: 104 })}</span><b>${p.name}</b><span class="kind">${p.kind}</span><b class="fig">${p.price}</b></a>`,
    )
  return `<section><h2>Also from the coast</h2><div class="cards">${cards.join('')}</div></section>`
}

function supportPage(): Page {
  const body = `<section class="support"><h1>Somebody owns it and knows it.</h1>
<p class="story">Ask below, at the corner of every page. An owner of your headphones reads it first and answers in their own words. When nobody is there your question keeps its place, and you may close the page.</p>
${owners('Kwelder')}</section>
<section class="two"><div><h2>By a link</h2><p>No button in the corner? The chat also has <a href="${widget}/chat">a page of its own</a>.</p></div>
<div><h2>By post</h2><p>Noorder Audio, Havenweg 8, at the end of the road. We answer within a week, by hand.</p></div></section>`
  return { file: 'support.html', title: 'Support, Noorder Audio', body }
}

/** The coast behind a product: three hills and two birds, in daylight. */
function coast(): Picture {
  const hill = (d: string, opacity: number) => path(d, { fill: '#145c46', opacity })
  return {
    width: 520,
    height: 470,
    shapes: [
      circle(392, 108, 58, { fill: '#fcfdfb', opacity: 0.7 }),
      hill('M0 330c60-22 120 20 190 2s120-26 330 6v140H0z', 0.28),
      hill('M0 376c80-22 150 18 240 2s160-18 280 4v100H0z', 0.38),
      hill('M0 424c80-16 150 14 240 2s160-12 280 4v60H0z', 0.55),
      group('translate(36 276) scale(1.5 1.5)', birdShapes(1)),
      group('translate(470 312) scale(-1.2 1.2)', birdShapes(4)),
    ],
  }
}
