import { Icon } from './Icon'
import styles from './searchField.module.css'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  /** takes the focus when the card that it stands in opens */
  first?: boolean
}

/** SearchField narrows a list while one types. Its label stands in it as the placeholder. */
export function SearchField({ label, value, onChange, first }: Props) {
  return (
    <label className={styles.search}>
      <Icon name="search" size={16} />
      <span className="hidden">{label}</span>
      <input
        type="search"
        value={value}
        maxLength={100}
        placeholder={label}
        data-autofocus={first || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
