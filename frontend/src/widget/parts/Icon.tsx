const paths = {
  wave: 'M3 12h2M7 8v8M11 4v16M15 8v8M19 11v2',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M13 6l6 6l-6 6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2.5 12.5l4.5 4.5L15 8M11 16l1.2 1L21.5 8',
  offline: 'M3 3l18 18M8 14a6 6 0 0 1 4-1.500M5 11a10 10 0 0 1 4-2.500M13 8a10 10 0 0 1 6 3M12 18h.01',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v4l2.500 2',
  flag: 'M6 21V4M6 5h11l-2.5 4L17 13H6',
  device:
    'M8 3h8a1.500 1.500 0 0 1 1.500 1.500v15A1.500 1.500 0 0 1 16 21H8a1.500 1.500 0 0 1-1.500-1.500v-15A1.500 1.500 0 0 1 8 3M11 18h2',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  fact: 'M4 6h16v12H4zM8 10h8M8 14h5',
  bulb: 'M9 18h6M10 21h4M8.5 15a6 6 0 1 1 7 0z',
  forward: 'M5 12h13M13 6l6 6l-6 6',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  chevron: 'M9 6l6 6l-6 6',
  team: 'M9 11a3.500 3.500 0 1 0 0-7a3.500 3.500 0 0 0 0 7M2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2 .8 3.500 2.500 3.500 5.500',
} as const

export type IconName = keyof typeof paths

/** An outline icon on the 24 grid; a word stands beside it or on the button around it. */
export function Icon({ name, big }: { name: IconName; big?: boolean }) {
  return (
    <svg class={big ? 'ic big-ic' : 'ic'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
