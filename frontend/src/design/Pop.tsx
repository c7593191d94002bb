import { lazy, type ReactElement, Suspense } from 'react'
import type { FloatingProps } from './Floating'

const load = async () => ({ default: (await import('./Floating')).Floating })
const Floating = lazy(load)

/** loadPop fetches what floats, so that the first one opens at once. */
export function loadPop() {
  void load()
}

/** Pop is a card that floats beside its target. Its library comes after the first screen; until then the target stands alone. */
export function Pop(props: FloatingProps & { target: ReactElement }) {
  return (
    <Suspense fallback={props.target}>
      <Floating {...props} />
    </Suspense>
  )
}
