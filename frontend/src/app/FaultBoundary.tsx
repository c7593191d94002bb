import { Component, type ReactNode } from 'react'

interface Props {
  address: string
  fallback: ReactNode
  children: ReactNode
}

/** FaultBoundary shows its fallback where a screen broke, until another address is opened. */
export class FaultBoundary extends Component<Props, { broken: boolean; address: string }> {
  override state = { broken: false, address: this.props.address }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  static getDerivedStateFromProps({ address }: Props, before: { address: string }) {
    return address === before.address ? null : { broken: false, address }
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children
  }
}
