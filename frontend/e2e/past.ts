// Makes the demo's past once for all stories: making it takes longer than copying it. A folder with one may be given.
import { Kenner, pastVariable } from './kenner'

export default async function makePast(): Promise<() => Promise<void>> {
  if (process.env[pastVariable]) return async () => undefined
  const k = await Kenner.demo()
  await k.stop()
  process.env[pastVariable] = k.data
  return () => k.remove()
}
