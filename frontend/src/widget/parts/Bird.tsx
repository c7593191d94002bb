import { bird as birdPicture } from '../../design/svg/birds'
import { Drawing } from './Drawing'

/** An expert's alias bird on its soft square. */
export function Bird({ bird, size }: { bird: number; size: number }) {
  return (
    <span class="bird">
      <Drawing picture={birdPicture(bird)} size={size} />
    </span>
  )
}
