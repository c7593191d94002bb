import { Popover, type PopoverDropdownProps, type PopoverProps } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

export interface FloatingProps extends Omit<PopoverProps, 'children'> {
  target: ReactElement
  /** what the card is called, and how it looks */
  card: PopoverDropdownProps
  children: ReactNode
}

/** Floating is what Pop becomes when its library is there. Use Pop. */
export function Floating({ target, card, children, ...popover }: FloatingProps) {
  return (
    <Popover returnFocus withinPortal {...popover}>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown {...card}>{children}</Popover.Dropdown>
    </Popover>
  )
}
