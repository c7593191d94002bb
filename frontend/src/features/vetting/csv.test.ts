import { describe, expect, it } from 'vitest'
import { csvOf } from './csv'

describe('the file of invitations', () => {
  it('quotes every cell and lets no cell be a formula', () => {
    const link = 'https://help.example/join/expert?r=x'
    expect(csvOf([{ name: '=cmd("x")', email: 'a@b.nl', language: 'nl', link }])).toBe(
      `"name","email","language","link"\r\n"'=cmd(""x"")","a@b.nl","nl","${link}"\r\n`,
    )
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n']) {
      expect(csvOf([{ name: `${start}1`, email: '', language: 'en', link }])).toContain(`"'${start}1"`)
    }
    expect(csvOf([{ name: 'a=1', email: '', language: 'en', link }])).toContain('"a=1"')
  })
})
