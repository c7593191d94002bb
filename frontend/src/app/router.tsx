// The router collects every feature's routes: a feature folder exports `routes` (inside the shell, for people who are
// signed in) and `bare` (outside it: sign-in, setup, the wall). Adding a feature changes nothing here.
// It is the plain router: the one that loads data too weighs 17 kB more, and our data lives in the query cache.
import { lazy, Suspense } from 'react'
import { BrowserRouter, matchRoutes, Navigate, Outlet, type RouteObject, useLocation, useRoutes } from 'react-router'
import { Fault, NotFound } from './Fault'
import { FaultBoundary } from './FaultBoundary'
import { RequireSession } from './RequireSession'
import { type Role, useActor } from './session'
import { Shell } from './shell/Shell'

/** FeatureRoutes is what src/features/<feature>/routes.tsx exports. */
export interface FeatureRoutes {
  routes?: RouteObject[]
  bare?: RouteObject[]
}

const features = Object.values(import.meta.glob<FeatureRoutes>('../features/*/routes.tsx', { eager: true }))

const routes: RouteObject[] = [
  {
    element: <Guarded />,
    children: [
      ...features.flatMap((feature) => screens(feature.bare ?? [])),
      {
        element: (
          <RequireSession>
            <Shell />
          </RequireSession>
        ),
        children: [
          { index: true, element: <Start /> },
          { path: 'manage', element: <Start /> },
          {
            element: <Guarded inside />,
            children: [
              ...features.flatMap((feature) => screens(feature.routes ?? [])),
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
]

/** screens makes a component of every lazy route: while its file loads, the screen before it stays. */
function screens(lazily: RouteObject[]): RouteObject[] {
  return lazily.map((route) => {
    const children = route.children && screens(route.children)
    if (typeof route.lazy !== 'function') return { ...route, children } as RouteObject
    const load = route.lazy
    const Screen = lazy(async () => ({ default: (await load()).Component ?? NotFound }))
    return { path: route.path, index: route.index, children, handle: load, element: <Screen /> } as RouteObject
  })
}

export function AppRouter() {
  return (
    <BrowserRouter>
      <Screens />
    </BrowserRouter>
  )
}

/** Screens asks for all files of an address at once, before the session is known and before a list shows its detail. */
function Screens() {
  const location = useLocation()
  for (const { route } of matchRoutes(routes, location) ?? []) {
    if (typeof route.handle === 'function') route.handle().catch(() => undefined) // its boundary shows it
  }
  return useRoutes(routes)
}

function Guarded({ inside = false }: { inside?: boolean }) {
  return (
    <FaultBoundary address={useLocation().pathname} fallback={<Fault inside={inside} />}>
      <Suspense fallback={<span aria-busy="true" />}>
        <Outlet />
      </Suspense>
    </FaultBoundary>
  )
}

/** startOf is the first screen of a role. */
export function startOf(role: Role): string {
  return role === 'expert' ? '/work' : role === 'screen' ? '/board' : '/manage/live'
}

function Start() {
  return <Navigate to={startOf(useActor().role)} replace />
}
