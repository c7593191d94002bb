/** A reason for contact, as managers see it. */
export type ContactReason = {
  id: string
  parentId?: string
  name: string
  translations: Record<string, string>
  difficulty: number
  complaint: boolean
  controllable: boolean
  position: number
  archived: boolean
  version: number
}
