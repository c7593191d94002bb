// The browser's side of passkeys: options come as JSON and answers leave as JSON, in the forms of the standard.

/** canPasskey tells whether this browser can make and use passkeys here. */
export function canPasskey(): boolean {
  return (
    window.isSecureContext &&
    typeof PublicKeyCredential !== 'undefined' &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'
  )
}

/** canSuggest tells whether the browser offers passkeys in the field of the e-mail address. */
export async function canSuggest(): Promise<boolean> {
  return canPasskey() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true
}

function answerOf(credential: Credential | null): Record<string, unknown> {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('no passkey was given', 'NotAllowedError')
  return { ...credential.toJSON() }
}

/** makePasskey asks the device for a new key. */
export async function makePasskey(options: unknown): Promise<Record<string, unknown>> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON)
  return answerOf(await navigator.credentials.create({ publicKey }))
}

/** Stops the suggestion that waits in a field: a browser answers one question at a time. */
let stopSuggesting: AbortController | undefined

/** askPasskey asks the device for a key that it has; with `suggest` it waits in the field until somebody picks it. */
export async function askPasskey(options: unknown, suggest?: AbortController): Promise<Record<string, unknown>> {
  stopSuggesting?.abort()
  stopSuggesting = suggest
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
  const how: CredentialRequestOptions = suggest
    ? { publicKey, mediation: 'conditional', signal: suggest.signal }
    : { publicKey }
  return answerOf(await navigator.credentials.get(how))
}

/** leftAlone tells that the person closed the device's question: that is no error. */
export function leftAlone(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}
