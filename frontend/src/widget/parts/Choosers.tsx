import { useAround } from '../context'
import type { Reason } from '../model/types'

interface ChoosersProps {
  product: string
  reason: string
  onProduct(id: string): void
  onReason(id: string): void
}

/** The two choices beside the question. What the brand has not filled in is not asked for. */
export function Choosers({ product, reason, onProduct, onReason }: ChoosersProps) {
  const { session, words } = useAround()
  const { products, reasons } = session
  return (
    <>
      {products.length > 0 && (
        <label class="pick">
          <span class="lab">{words.product}</span>
          <select value={product} onChange={(event) => onProduct(event.currentTarget.value)}>
            <option value="">{words.anyProduct}</option>
            {products.map((p) => (
              <option key={p.id} value={p.id}>
                {p.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {reasons.length > 0 && (
        <label class="pick">
          <span class="lab">{words.reason}</span>
          <select value={reason} onChange={(event) => onReason(event.currentTarget.value)}>
            <option value="">{words.anyReason}</option>
            {reasons
              .filter((r) => !r.parentId)
              .map((root) => (
                <Branch key={root.id} root={root} all={reasons} />
              ))}
          </select>
        </label>
      )}
    </>
  )
}

function Branch({ root, all }: { root: Reason; all: Reason[] }) {
  const children = all.filter((r) => r.parentId === root.id)
  if (children.length === 0) return <option value={root.id}>{root.name}</option>
  return (
    <optgroup label={root.name}>
      {children.map((r) => (
        <option key={r.id} value={r.id}>
          {r.name}
        </option>
      ))}
    </optgroup>
  )
}
