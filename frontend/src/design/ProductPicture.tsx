import { Drawing } from './Drawing'
import { productPicture } from './svg/pictures'

/** ProductPicture draws a product or a reward by the name of its picture. */
export function ProductPicture({ name, size, label }: { name: string | undefined; size: number; label?: string }) {
  const picture = productPicture(name)
  const height = Math.round((size * picture.height) / picture.width)
  return <Drawing picture={picture} width={size} height={height} label={label} />
}
