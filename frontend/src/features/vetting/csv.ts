import type { AskedCustomer } from '../../client'

/** csvOf writes invitations for a mail program. What a spreadsheet would take for a formula is made text. */
export function csvOf(asked: AskedCustomer[]): string {
  const rows = asked.map(({ name, email, language, link }) => [name, email, language, link])
  return [['name', 'email', 'language', 'link'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}
