import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'
import '../design/tokens.css'
import '../design/fonts.css'
import '../design/base.css'
import '../design/page.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { client } from '../client/client.gen'
import { loadPop } from '../design/Pop'
import { apiFetch } from './http'
import { Providers } from './Providers'
import { AppRouter } from './router'
import { refresh } from './session'

client.setConfig({ baseUrl: '/api/v1', fetch: apiFetch })
void refresh()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <AppRouter />
      </Providers>
    </StrictMode>,
  )
  loadPop()
}
