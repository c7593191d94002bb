import { useEffect, useRef } from 'react'
import { canSuggest } from './webauthn'

/**
 * useKeySuggestion lets the browser offer its passkeys in the field of the e-mail address, for as long as the page is open. A
 * question that was left, or that is too old, is no error: the button is still there.
 */
export function useKeySuggestion(signIn: (how: { suggest: AbortController }) => void) {
  const latest = useRef(signIn)
  latest.current = signIn
  useEffect(() => {
    const stop = new AbortController()
    void canSuggest().then((can) => {
      if (can && !stop.signal.aborted) latest.current({ suggest: stop })
    })
    return () => stop.abort()
  }, [])
}
