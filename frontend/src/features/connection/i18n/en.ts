export const en = {
  title: 'Connection check',
  intro: 'Eight short tests, from this device to the server. Nothing is sent but the tests themselves.',
  running: 'Testing',
  verdict_running: 'One moment, we are testing.',
  verdict_good: 'Everything you need works.',
  verdict_roundabout: 'It works, by a detour. You can work as always.',
  verdict_bad: 'Something is in the way. Below it says what, and what helps.',
  again: 'Test again',
  back: 'Back',
  report: 'Report',
  reportHint: 'Whoever helps you can use this. It holds no name and nothing you wrote.',
  grade_good: 'Good',
  grade_fair: 'Works otherwise',
  grade_bad: 'In the way',

  server: 'The server answers',
  serverGood: 'In {{ms}} ms, over an encrypted connection.',
  serverHere: 'In {{ms}} ms, on this machine itself.',
  serverSlow: 'In {{ms}} ms, which is slow. Another network, or fewer downloads beside it, may help.',
  serverPlain:
    'It answers, but the address is not encrypted (no https). Signing in works only with https: ask whoever runs the server.',
  serverFails: 'It answers with an error ({{status}}). Wait a minute and test again.',
  serverNone: 'No answer. Look whether other sites open; if they do, the server may be away for a moment.',
  serverOffline: 'This device is offline. Look at its Wi-Fi or network cable.',

  socket: 'Live line (WebSocket)',
  socketGood: 'Stands after {{ms}} ms. Messages arrive at once.',
  socketNone:
    'Something on the way, often a company proxy or a virus scanner, does not let it through. Kenner takes another way by itself.',
  socketSilent: 'It opens and then stays silent: a proxy holds it. Kenner takes another way by itself.',

  stream: 'Stream (server-sent events)',
  streamGood: 'Arrives piece by piece, as it should.',
  streamHeld: 'Something on the way keeps it back until it is whole. Kenner asks again and again instead.',
  streamNone: 'Does not come through. Kenner asks again and again instead.',

  poll: 'Asking again and again (long poll)',
  pollGood: 'Works. It is the way that is left when the others are blocked.',
  pollNone: 'An answer that takes a second does not arrive. Try another network.',

  clock: 'The clock of this device',
  clockGood: 'Agrees with the server.',
  clockFast:
    'Is {{seconds}} s ahead of the server. Countdowns here follow the server, but let the device set its time by itself.',
  clockSlow:
    'Is {{seconds}} s behind the server. Countdowns here follow the server, but let the device set its time by itself.',
  clockUnknown: 'Could not be compared.',

  storage: 'Keeping what you typed',
  storageGood: 'This browser keeps drafts and unsent messages, also when you close it.',
  storageNone:
    'This browser keeps nothing for us. Allow site data for this address, or leave the private window: else a reload forgets what you typed.',

  notices: 'Notifications',
  noticesGood: 'Allowed.',
  noticesAsk: 'Not asked yet. You can work without.',
  noticesDenied: 'Switched off for this address. If you want them: the padlock beside the address, then notifications.',
  noticesNone: 'This browser has none. You can work without.',

  sound: 'Sound',
  soundGood: 'This page may be heard.',
  soundWaits: 'Browsers let a page be heard after your first click on it. Your menu has a test sound.',
  soundNone: 'This browser plays no sound. The number in the tab and the lane still tell you.',
} as const
