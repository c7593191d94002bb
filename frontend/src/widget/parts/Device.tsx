import { useState } from 'preact/hooks'
import { useAround } from '../context'
import { pathOf, qr } from '../model/qr'
import type { DeviceLink } from '../model/types'
import { when } from '../words/times'
import { Icon } from './Icon'

/** The white border that a code needs around it. */
const border = 4

/** A link to go on with elsewhere: drawn, to copy, and with its end. */
export function Device({ link: { link, expiresAt } }: { link: DeviceLink }) {
  const { words, language, now } = useAround()
  const [copied, setCopied] = useState(false)
  const rows = qr(link)
  const size = (rows?.length ?? 0) + 2 * border

  const copy = async (field: HTMLInputElement | null) => {
    field?.select()
    try {
      await navigator.clipboard.writeText(link)
      setCopied(true)
    } catch {
      // The text is selected: one's own hand can copy it.
    }
  }

  return (
    <>
      <p>{words.deviceHow}</p>
      {rows && (
        <svg
          class="code"
          viewBox={`0 0 ${size} ${size}`}
          role="img"
          aria-label={words.deviceCode}
          shape-rendering="crispEdges"
        >
          <path d={`M0 0h${size}v${size}H0z`} class="paper" />
          <path d={pathOf(rows)} transform={`translate(${border} ${border})`} />
        </svg>
      )}
      <div class="row">
        <input id="device-link" class="fld line grow" readOnly value={link} aria-label={words.deviceLink} dir="ltr" />
        <button
          type="button"
          class="ib out"
          aria-label={words.deviceCopy}
          title={words.deviceCopy}
          onClick={(event) => void copy(event.currentTarget.parentElement?.querySelector('input') ?? null)}
        >
          <Icon name={copied ? 'check' : 'copy'} />
        </button>
      </div>
      <p class="s m" role="status">
        {copied ? `${words.deviceCopied}. ` : ''}
        {words.deviceUntil(when(expiresAt, now(), language, words))}
      </p>
    </>
  )
}
