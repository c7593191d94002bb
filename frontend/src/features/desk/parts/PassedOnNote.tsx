import { useTeamTexts } from '../i18n/team'
import type { SeatNote } from './QuietLane'

interface Props {
  note: Extract<SeatNote, { kind: 'handedOver' | 'takenOver' }>
}

/** PassedOnNote says kindly where a conversation went that left this seat. */
export function PassedOnNote({ note }: Props) {
  const t = useTeamTexts()
  if (note.kind === 'handedOver') {
    return (
      <>
        <h2>{t('handedOverHere', { name: note.name })}</h2>
        <p className="s quiet">{t('handedOverHereHint')}</p>
      </>
    )
  }
  return (
    <>
      <h2>{note.name ? t('takenOverNamed', { name: note.name }) : t('takenOver')}</h2>
      {note.reason ? <p className="s">{t('takenOverReason', { reason: note.reason })}</p> : null}
      <p className="s quiet">{t('takenOverHint')}</p>
    </>
  )
}
