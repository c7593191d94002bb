import { type ReactNode, useEffect, useState } from 'react'
import './skeleton.css'

interface Props {
  /** the shape of what comes */
  children?: ReactNode
  /** what is awaited, said after four seconds */
  awaited?: string
}

/** Skeleton appears after 400 ms in the shape of what comes, and after four seconds says what is awaited. */
export function Skeleton({ children, awaited }: Props) {
  const shown = useAfter(400)
  const late = useAfter(4_000)
  if (!shown) return <span aria-busy="true" />
  return (
    <div className="skeleton" aria-busy="true">
      <div aria-hidden="true">{children ?? widths.map((row) => <Row key={row[0]} widths={row} />)}</div>
      <p className="s quiet" role="status">
        {late ? awaited : null}
      </p>
    </div>
  )
}

const widths = [
  ['58%', '82%'],
  ['44%', '70%'],
  ['62%', '51%'],
] as const

/** Bone is one grey shape of a skeleton, for screens that draw their own. */
export function Bone({ width, height }: { width: string; height: number }) {
  return <span className="bone" style={{ inlineSize: width, blockSize: height }} />
}

function Row({ widths: [upper, lower] }: { widths: readonly [string, string] }) {
  return (
    <span className="row">
      <Bone width="36px" height={36} />
      <span className="grow">
        <Bone width={upper} height={12} />
        <Bone width={lower} height={10} />
      </span>
      <Bone width="44px" height={20} />
    </span>
  )
}

function useAfter(milliseconds: number): boolean {
  const [after, setAfter] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAfter(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return after
}
