import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { getArticle, getArticleVersion, listArticles, listArticleVersions } from '../../client'
import { allPages } from '../../queries/allPages'

export type Standing = '' | 'draft' | 'review' | 'published' | 'archived' | 'due'

/** articlesQuery is every article that somebody may read, by where it stands and by its words. */
export function articlesQuery(standing: Standing, query: string) {
  const which = standing === 'due' ? { due: true } : standing ? { state: standing } : {}
  const words = query.trim() ? { query: query.trim() } : {}
  return queryOptions({
    queryKey: ['articles', 'list', standing, query],
    queryFn: ({ signal }) =>
      allPages((cursor) => listArticles({ query: { ...which, ...words, limit: 100, cursor }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function articleQuery(id: string) {
  return queryOptions({
    queryKey: ['articles', 'one', id],
    queryFn: ({ signal }) => getArticle({ path: { id }, signal }),
  })
}

export function versionsQuery(id: string) {
  return queryOptions({
    queryKey: ['articles', 'versions', id],
    queryFn: ({ signal }) => listArticleVersions({ path: { id }, signal }),
  })
}

export function versionQuery(id: string, no: number) {
  return queryOptions({
    queryKey: ['articles', 'versions', id, no],
    queryFn: ({ signal }) => getArticleVersion({ path: { id, no }, signal }),
  })
}

/** useBase is where the articles stand for whoever is signed in. */
export function useBase(): string {
  return useLocation().pathname.startsWith('/manage/') ? '/manage/articles' : '/articles'
}
