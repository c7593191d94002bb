/** Problem is the server's problem document (RFC 9457): code is stable, title and detail are for people. */
export interface Problem {
  type?: string
  title: string
  status: number
  detail?: string
  instance?: string
  code: string
  errors?: { location: string; message: string; code?: string }[]
  /** with second_factor: what ends the sign-in, and how */
  ticket?: string
  methods?: string[]
}

/** ProblemError is a request that the server refused, or that never reached it (status 0, code unreachable). */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }

  get code() {
    return this.problem.code
  }

  get status() {
    return this.problem.status
  }

  /** fieldErrors maps the last part of each JSON pointer to its sentence, for forms. */
  get fieldErrors(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const { location, message } of this.problem.errors ?? []) {
      const field = location.split(/[/.]/).at(-1)
      if (field) found[field] = message
    }
    return found
  }
}

/** unreachable is the error of a request without any answer. */
export function unreachable(): ProblemError {
  return new ProblemError({ title: 'The server did not answer', status: 0, code: 'unreachable' })
}

/** problemOf reads the problem document of a refused response; an answer of another kind becomes a plain one. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const plain = {
    title: response.statusText || 'The server refused',
    status: response.status,
    code: `http_${response.status}`,
  }
  try {
    const body: unknown = await response.clone().json()
    return new ProblemError(isProblem(body) ? { ...plain, ...body } : plain)
  } catch {
    return new ProblemError(plain)
  }
}

function isProblem(body: unknown): body is Partial<Problem> {
  return typeof body === 'object' && body !== null && ('code' in body || 'title' in body)
}
