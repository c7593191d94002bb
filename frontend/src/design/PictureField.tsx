import { useId } from 'react'
import { FieldError } from './fields'
import fields from './fields.module.css'
import styles from './pictureField.module.css'
import { RewardPicture } from './RewardPicture'
import { pictureNames } from './svg/pictures'

interface Props {
  label: string
  value: string
  onChange: (name: string) => void
  error?: string
}

/** PictureField chooses one of the built-in pictures. */
export function PictureField({ label, value, onChange, error }: Props) {
  const name = useId()
  return (
    <fieldset className={fields.group}>
      <legend className={fields.label}>{label}</legend>
      <div className={styles.pictures}>
        {pictureNames.map((picture) => (
          <label className={styles.picture} key={picture}>
            <input
              type="radio"
              name={name}
              checked={picture === value}
              onChange={() => onChange(picture)}
              aria-label={picture}
            />
            <RewardPicture name={picture} size={48} tinted />
          </label>
        ))}
      </div>
      <FieldError error={error} />
    </fieldset>
  )
}
