import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from './problem'

/** queryClient keeps all server state. Live pushes write into it; a reconnect marks it stale. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: (count, error) =>
        count < 2 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
    },
    mutations: { retry: false },
  },
})
