import { createElement, type ReactElement } from 'react'
import type { Picture, Shape } from './svg/shape'

interface Props {
  picture: Picture
  width?: number | string
  height?: number | string
  className?: string
  label?: string
  /** fills its place and lets the rest be cut off, as a landscape does */
  cover?: boolean
}

/** Drawing shows a picture of package svg. Without a label it is decoration. */
export function Drawing({ picture, width, height, className, label, cover }: Props) {
  return (
    <svg
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      width={width ?? picture.width}
      height={height}
      className={className}
      preserveAspectRatio={cover ? 'xMidYMid slice' : undefined}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {picture.shapes.map(element)}
    </svg>
  )
}

function element(shape: Shape, key: number): ReactElement {
  return createElement(shape.tag, { key, ...camel(shape.at) }, shape.text ?? shape.of?.map(element))
}

function camel(attributes: Shape['at']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (name === 'class') return ['className', value]
      return [name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value]
    }),
  )
}
