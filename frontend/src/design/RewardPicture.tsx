import { Drawing } from './Drawing'
import { ProductPicture } from './ProductPicture'
import styles from './rewardPicture.module.css'
import { birdShapes } from './svg/birds'
import { productPicture } from './svg/pictures'
import { circle, group, type Picture, path } from './svg/shape'

const hues: Readonly<Record<string, number>> = {
  sticker: 235,
  cap: 40,
  island: 205,
  plaat: 75,
  wad: 140,
  kwelder: 60,
  terp: 90,
  zeekraal: 168,
  turntable: 250,
  cable: 110,
  parcel: 55,
}

/** RewardPicture is a reward's picture; `tinted` stands it on a square of its own hue. */
export function RewardPicture({ name, size, tinted }: { name: string | undefined; size: number; tinted?: boolean }) {
  const picture = <ProductPicture name={name} size={size} />
  if (!tinted) return picture
  return (
    <span className={styles.tint} style={{ '--picture-hue': hues[name ?? ''] ?? 168 } as React.CSSProperties}>
      {picture}
    </span>
  )
}

/** HeroPicture stands a reward before the evening sun on the shore, with two birds for company. */
export function HeroPicture({ name }: { name: string | undefined }) {
  const picture = productPicture(name)
  return (
    <>
      <Drawing picture={coast} width="100%" height="100%" className={styles.coast} cover />
      <span className={styles.hero}>
        <Drawing picture={picture} width="100%" height="100%" />
      </span>
    </>
  )
}

const coast: Picture = {
  width: 520,
  height: 470,
  shapes: [
    circle(384, 112, 62, { fill: 'var(--gold)' }),
    path('M0 330c60-22 120 20 190 2s120-26 330 6v140H0z', { fill: 'var(--accent)', opacity: 0.28 }),
    path('M0 376c80-22 150 18 240 2s160-18 280 4v100H0z', { fill: 'var(--accent)', opacity: 0.38 }),
    path('M0 424c80-16 150 14 240 2s160-12 280 4v60H0z', { fill: 'var(--accent)', opacity: 0.55 }),
    group('translate(36 278) scale(1.5 1.5)', birdShapes(1)),
    group('translate(486 302) scale(-1.1 1.1)', birdShapes(10)),
  ],
}
