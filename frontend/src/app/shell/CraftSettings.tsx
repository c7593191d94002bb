import { useState } from 'react'
import { Dialog } from '../../design/Dialog'
import { SwitchField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { useAppTexts } from '../i18n'
import { setKeysOn, useKeysOn } from '../keys'
import { play, type Sound, setSound, useSound } from '../sound'
import css from './craft.module.css'

/** CraftSettings is keyboard and sound, as this browser has them: nothing here leaves the device. */
export function CraftSettings({ onClose }: { onClose: () => void }) {
  const t = useAppTexts()
  return (
    <Dialog title={t('keysAndSound')} lead={t('keysAndSoundLead')} onClose={onClose}>
      <section className={css.part}>
        <h3>{t('keys')}</h3>
        <SwitchField
          label={t('keysAlt')}
          hint={t('keysAltHint')}
          checked={useKeysOn('alt')}
          onChange={(next) => setKeysOn(next, 'alt')}
        />
        <SwitchField
          label={t('keysSingle')}
          hint={t('keysSingleHint')}
          checked={useKeysOn('single')}
          onChange={(next) => setKeysOn(next, 'single')}
        />
      </section>
      <SoundPart />
    </Dialog>
  )
}

const sounds: readonly Sound[] = ['offer', 'message', 'nudge']

function SoundPart() {
  const t = useAppTexts()
  const { on, volume } = useSound()
  return (
    <section className={css.part}>
      <h3>{t('sound')}</h3>
      <SwitchField
        label={t('soundOn')}
        hint={t('soundHint')}
        checked={on}
        onChange={(next) => setSound({ on: next })}
      />
      <label className={css.volume}>
        <span className="strong s">{t('volume')}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          disabled={!on}
          onChange={(event) => setSound({ volume: Number(event.target.value) / 100 })}
        />
        <span className="fig">{Math.round(volume * 100)}</span>
      </label>
      <HeardIt off={!on || volume === 0} />
    </section>
  )
}

type Answer = 'asked' | 'yes' | 'no' | 'blocked'

/** HeardIt plays each tone and asks whether it was heard; when it was not, it says where to look. */
function HeardIt({ off }: { off: boolean }) {
  const t = useAppTexts()
  const [answer, setAnswer] = useState<Answer>()
  const test = async (sound: Sound) => {
    setAnswer(undefined)
    setAnswer((await play(sound).catch(() => false)) ? 'asked' : 'blocked')
  }
  return (
    <div className={css.test}>
      <p className="s soft">{t('soundTest')}</p>
      <div className={css.tones}>
        {sounds.map((sound) => (
          <button
            key={sound}
            type="button"
            className="btn second small"
            disabled={off}
            onClick={() => void test(sound)}
          >
            <Icon name="sound" size={16} />
            {t(`sound_${sound}`)}
          </button>
        ))}
      </div>
      <div className={css.heard} role="status">
        {answer === 'asked' ? (
          <>
            <span className="s strong">{t('soundHeard')}</span>
            <button type="button" className="btn small" onClick={() => setAnswer('yes')}>
              {t('soundYes')}
            </button>
            <button type="button" className="btn second small" onClick={() => setAnswer('no')}>
              {t('soundNo')}
            </button>
          </>
        ) : null}
        {answer === 'yes' ? <span className="s soft">{t('soundGood')}</span> : null}
        {answer === 'no' ? <span className="s">{t('soundHelp')}</span> : null}
        {answer === 'blocked' ? <span className="s">{t('soundBlocked')}</span> : null}
      </div>
    </div>
  )
}
