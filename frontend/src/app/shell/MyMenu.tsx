import { Menu, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { changeMe, signOut } from '../../client'
import { Bird, Face } from '../../design/Bird'
import { Icon } from '../../design/Icon'
import { type Language, languages, setLanguage, useLanguage } from '../../i18n'
import { meQuery } from '../../queries'
import { useAppTexts } from '../i18n'
import { patchActor, signedOut, useActor } from '../session'
import css from './shell.module.css'

const CraftSettings = lazy(async () => ({ default: (await import('./CraftSettings')).CraftSettings }))

const schemes = ['auto', 'light', 'dark'] as const

/** MyMenu is the person's corner: language, appearance, keyboard and sound, the wall board, leaving. */
export function MyMenu() {
  const t = useAppTexts()
  const actor = useActor()
  const [craft, setCraft] = useState(false)
  const expert = useQuery({ ...meQuery, enabled: actor.role === 'expert' }).data?.expert
  return (
    <>
      <Menu position="right-end" width={232} radius="lg" shadow="lg" withinPortal checkIcon={<Icon name="check" />}>
        <Menu.Target>
          <button type="button" className={css.me} aria-label={t('myMenu')}>
            {expert ? <Bird number={expert.bird} size={40} /> : <Face name={actor.name} />}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{actor.name}</Menu.Label>
          {actor.role === 'customer' ? null : (
            <Menu.Item component={Link} to="/board" leftSection={<Icon name="board" />}>
              {t('wallBoard')}
            </Menu.Item>
          )}
          {actor.role === 'expert' ? (
            <Menu.Item component={Link} to="/profile" leftSection={<Icon name="people" />}>
              {t('profile')}
            </Menu.Item>
          ) : null}
          <Menu.Item component={Link} to="/security" leftSection={<Icon name="lock" />}>
            {t('security')}
          </Menu.Item>
          <Menu.Item component={Link} to="/connection" leftSection={<Icon name="shield" />}>
            {t('connectionCheck')}
          </Menu.Item>
          <Choices />
          {actor.role === 'expert' ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Icon name="sound" />} onClick={() => setCraft(true)}>
                {t('keysAndSound')}
              </Menu.Item>
            </>
          ) : null}
          <Menu.Divider />
          <SignOut />
        </Menu.Dropdown>
      </Menu>
      {craft ? (
        <Suspense>
          <CraftSettings onClose={() => setCraft(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function Choices() {
  const t = useAppTexts()
  const language = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const save = useMutation({ mutationFn: (next: Language) => changeMe({ body: { language: next } }) })
  const choose = (next: Language) => {
    setLanguage(next)
    patchActor({ language: next })
    save.mutate(next)
  }
  return (
    <>
      <Menu.Label>{t('language')}</Menu.Label>
      {languages.map((each) => (
        <Menu.RadioItem key={each} value={each} lang={each} checked={each === language} onChange={() => choose(each)}>
          {each === 'nl' ? t('dutch') : t('english')}
        </Menu.RadioItem>
      ))}
      <Menu.Label>{t('appearance')}</Menu.Label>
      {schemes.map((each) => (
        <Menu.RadioItem key={each} value={each} checked={each === colorScheme} onChange={() => setColorScheme(each)}>
          {each === 'auto' ? t('system') : t(each)}
        </Menu.RadioItem>
      ))}
    </>
  )
}

function SignOut() {
  const t = useAppTexts()
  const queryClient = useQueryClient()
  const leave = useMutation({
    mutationFn: () => signOut(),
    onSettled: (left) => {
      signedOut()
      queryClient.clear()
      if (left?.url) location.assign(left.url) // the provider that they came in by signs them out as well
    },
  })
  return (
    <Menu.Item leftSection={<Icon name="door" directed />} onClick={() => leave.mutate()}>
      {t('signOut')}
    </Menu.Item>
  )
}
