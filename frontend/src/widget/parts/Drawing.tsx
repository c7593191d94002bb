import { h, type VNode } from 'preact'
import type { Picture, Shape } from '../../design/svg/shape'

interface DrawingProps {
  picture: Picture
  /** Square, in pixels; the width of its place otherwise. */
  size?: number
}

const drawn = ({ tag, at, of, text }: Shape, key: number): VNode => h(tag, { ...at, key }, text ?? of?.map(drawn))

/** One of our drawings, without markup from strings. Decorative: the words stand beside it. */
export function Drawing({ picture, size }: DrawingProps) {
  return (
    <svg
      width={size ?? '100%'}
      height={size}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      aria-hidden="true"
      focusable="false"
    >
      {picture.shapes.map(drawn)}
    </svg>
  )
}
