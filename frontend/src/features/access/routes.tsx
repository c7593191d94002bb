import type { RouteObject } from 'react-router'

export const bare: RouteObject[] = []
