// Package svg draws without a library: every picture is data, rendered by React in the app and by Preact in the widget.

/** Shape is one SVG element: attributes in SVG's own spelling, children or text inside. */
export interface Shape {
  tag: string
  at: Readonly<Record<string, string | number>>
  of?: readonly Shape[]
  text?: string
}

/** Picture is a whole drawing on its own canvas. */
export interface Picture {
  width: number
  height: number
  shapes: readonly Shape[]
}

export function path(d: string, at: Shape['at']): Shape {
  return { tag: 'path', at: { d, ...at } }
}

export function circle(cx: number, cy: number, r: number, at: Shape['at']): Shape {
  return { tag: 'circle', at: { cx, cy, r, ...at } }
}

export function rect(x: number, y: number, width: number, height: number, at: Shape['at']): Shape {
  return { tag: 'rect', at: { x, y, width, height, ...at } }
}

export function line(x1: number, y1: number, x2: number, y2: number, at: Shape['at']): Shape {
  return { tag: 'line', at: { x1: tenth(x1), y1: tenth(y1), x2: tenth(x2), y2: tenth(y2), ...at } }
}

export function text(x: number, y: number, words: string, at: Shape['at']): Shape {
  return { tag: 'text', at: { x: tenth(x), y: tenth(y), ...at }, text: words }
}

export function group(transform: string, of: readonly Shape[]): Shape {
  return { tag: 'g', at: { transform }, of }
}

function tenth(value: number) {
  return Math.round(value * 10) / 10
}
