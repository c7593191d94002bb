import { type IconName, icons, star } from './svg/icons'

interface Props {
  name: IconName
  size?: number
  label?: string
  /** mirrored in right-to-left, for arrows */
  directed?: boolean
}

/** Icon stands beside a word, or carries a label itself. */
export function Icon({ name, size = 18, label, directed }: Props) {
  return (
    <svg
      className={directed ? 'icon mirror' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={size === 18 ? undefined : { inlineSize: size, blockSize: size }}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path d={icons[name]} />
    </svg>
  )
}

/** Star is the one filled icon: a rating's. */
export function Star({ size = 16, lit = true }: { size?: number; lit?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className={lit ? 'star lit' : 'star'}>
      <path d={star} />
    </svg>
  )
}
