import { describe, expect, it } from 'vitest'
import { isOrigin, originOf, originsOf, scriptTag } from './settings'

describe('an origin', () => {
  it('is a scheme and a host without a path', () => {
    expect(isOrigin('https://www.example.com')).toBe(true)
    expect(isOrigin('http://127.0.0.1:8080')).toBe(true)
    expect(isOrigin('https://www.example.com/')).toBe(false)
    expect(isOrigin('https://our%20shop')).toBe(false)
    expect(isOrigin('https://www.example.com/shop')).toBe(false)
    expect(isOrigin('www.example.com')).toBe(false)
    expect(isOrigin('javascript:alert(1)')).toBe(false)
    expect(isOrigin('https://user@example.com')).toBe(false)
  })

  it('is made of what people paste', () => {
    expect(originOf(' https://www.example.com/shop?x=1 ')).toBe('https://www.example.com')
    expect(originOf('www.example.com')).toBe('https://www.example.com')
    expect(originOf('')).toBe('')
    expect(originOf('ftp://files.example')).toBe('ftp://files.example')
    expect(originsOf(['www.example.com', ' '])).toEqual(['https://www.example.com'])
  })
})

describe('the script tag', () => {
  it('loads the widget from the app’s own origin', () => {
    expect(scriptTag('https://help.example')).toBe(
      '<script type="module" src="https://help.example/embed/kenner.js"></script>',
    )
  })
})
