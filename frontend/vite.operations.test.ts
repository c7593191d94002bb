import { expect, test } from 'vitest'
import { splitOperations } from './vite.operations'

const generated = `// This file is auto-generated
import type { GetShopData, RedeemData } from './types.gen';
import { client } from './client.gen';

export type Options<T> = T & { client?: typeof client };

/** What may be had */
export const getShop = (options: Options<GetShopData>) => (options.client ?? client).get({ url: '/shop', ...options });

/** Have it: "export const" in a comment is no operation */
export const redeem = (options: Options<RedeemData>) => (options.client ?? client).post({
    url: '/redemptions',
    ...options
});
`

test('every operation is a module of its own, with what it imports', () => {
  const modules = splitOperations(generated)
  expect([...modules.keys()]).toEqual(['getShop', 'redeem'])
  for (const [name, code] of modules) {
    expect(code).toContain("import { client } from './client.gen';")
    expect(code).toContain('export type Options<T>')
    expect(code).toContain(`export const ${name} =`)
  }
  expect(modules.get('getShop')).not.toContain('/redemptions')
})

test('a generator that writes something else stops the build instead of losing it', () => {
  expect(() => splitOperations(`${generated}\nclient.setConfig({ baseUrl: '/' });`)).toThrow(
    'no operation: client.setConfig',
  )
})
