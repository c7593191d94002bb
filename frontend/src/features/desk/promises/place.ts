/** Where the list of promises, or one of them, is shown: beside the lanes, so that the address is all there is to know. */
export const promiseParam = 'promise'
export const allPromises = 'all'

export function promisePlace(id: string = allPromises): string {
  return `/work?${promiseParam}=${encodeURIComponent(id)}`
}
