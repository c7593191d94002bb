// The router collects every feature's routes: a feature folder exports `routes` (inside the shell, for people who are
// signed in) and `bare` (outside it: sign-in, setup, the wall). Adding a feature changes nothing here.
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Fault, NotFound } from './Fault'
import { RequireSession } from './RequireSession'
import { type Role, useActor } from './session'
import { Shell } from './shell/Shell'

/** FeatureRoutes is what src/features/<feature>/routes.tsx exports. */
export interface FeatureRoutes {
  routes?: RouteObject[]
  bare?: RouteObject[]
}

const features = Object.values(import.meta.glob<FeatureRoutes>('../features/*/routes.tsx', { eager: true }))

const router = createBrowserRouter([
  {
    errorElement: <Fault />,
    hydrateFallbackElement: <span aria-busy="true" />,
    children: [
      ...features.flatMap((feature) => feature.bare ?? []),
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
            errorElement: <Fault inside />,
            children: [...features.flatMap((feature) => feature.routes ?? []), { path: '*', element: <NotFound /> }],
          },
        ],
      },
    ],
  },
])

export function AppRouter() {
  return <RouterProvider router={router} />
}

/** startOf is the first screen of a role. */
export function startOf(role: Role): string {
  return role === 'expert' ? '/work' : role === 'screen' ? '/board' : '/manage/live'
}

function Start() {
  return <Navigate to={startOf(useActor().role)} replace />
}
