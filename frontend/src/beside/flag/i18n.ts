import { defineTexts } from '../../i18n'

const en = {
  title: 'Flag this message',
  titleWhole: 'Flag this conversation',
  lead: 'Somebody of the team looks at it and decides. The one who wrote it is not told who flagged it.',
  reason: 'What is wrong',
  rude: 'Rude or insulting',
  wrong: 'Not true',
  private: 'Personal data',
  unsafe: 'Unsafe advice, or a threat',
  spam: 'Spam',
  other: 'Something else',
  text: 'In your words',
  optional: 'if you want',
  send: 'Flag it',
  cancel: 'Cancel',
  done: 'It is flagged. Somebody of the team looks at it.',
  close: 'Close',
}

const nl: Record<keyof typeof en, string> = {
  title: 'Dit bericht melden',
  titleWhole: 'Dit gesprek melden',
  lead: 'Iemand van het team kijkt ernaar en beslist. Wie het schreef, hoort niet wie het meldde.',
  reason: 'Wat is er mis',
  rude: 'Onbeleefd of beledigend',
  wrong: 'Niet waar',
  private: 'Persoonsgegevens',
  unsafe: 'Onveilig advies, of een bedreiging',
  spam: 'Spam',
  other: 'Iets anders',
  text: 'In jouw woorden',
  optional: 'als je wilt',
  send: 'Melden',
  cancel: 'Annuleren',
  done: 'Het is gemeld. Iemand van het team kijkt ernaar.',
  close: 'Sluiten',
}

export const { useTexts: useFlagTexts } = defineTexts(en, nl)
