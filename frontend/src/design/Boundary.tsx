import { Component, type ReactNode } from 'react'

interface Props {
  /** stands where the part broke; nothing unless given */
  fallback?: ReactNode
  children: ReactNode
}

/** Boundary keeps a broken part from taking its neighbours with it: a stumbling board must not close a chat. */
export class Boundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? (this.props.fallback ?? null) : this.props.children
  }
}
