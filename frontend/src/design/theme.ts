import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const brand: MantineColorsTuple = [
  '#eaf7f1',
  '#d6ece3',
  '#a7e4cb',
  '#88d7b9',
  '#6bcba9',
  '#47a383',
  '#26795f',
  '#145c46',
  '#0d4d3a',
  '#083628',
]
const gold: MantineColorsTuple = [
  '#fff8e9',
  '#ffedca',
  '#ffe1a5',
  '#ffd47e',
  '#ffc84c',
  '#fbbe27',
  '#d7a10c',
  '#aa7e01',
  '#7f5d00',
  '#563e00',
]
const ember: MantineColorsTuple = [
  '#fff2ed',
  '#ffe7de',
  '#ffcab5',
  '#ffa37f',
  '#fd814e',
  '#f36d32',
  '#e75b12',
  '#ba4500',
  '#9b3800',
  '#692300',
]

const map = {
  '--mantine-color-body': 'var(--ground)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--danger-text)',
  '--mantine-color-success': 'var(--ok-text)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-brand-filled': 'var(--accent)',
  '--mantine-color-brand-filled-hover': 'var(--accent-hover)',
  '--mantine-color-brand-text': 'var(--accent-text)',
  '--mantine-color-brand-light': 'var(--accent-soft)',
  '--mantine-color-brand-light-color': 'var(--accent-soft-ink)',
  '--mantine-color-brand-outline': 'var(--accent)',
}

/** resolver hands the tokens to Mantine: in both schemes, or its own defaults would win. */
export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: map, dark: map })

export const theme = createTheme({
  colors: { brand, gold, ember },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: 'var(--font-text)',
  headings: { fontFamily: 'var(--font-text)', fontWeight: '700' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '.75rem', sm: '.8125rem', md: '.9375rem', lg: '1.125rem', xl: '1.375rem' },
  radius: { xs: '6px', sm: '7px', md: '10px', lg: '16px', xl: '24px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: {
    xs: 'var(--shadow-1)',
    sm: 'var(--shadow-1)',
    md: 'var(--shadow-2)',
    lg: 'var(--shadow-3)',
    xl: 'var(--shadow-3)',
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Card: { defaultProps: { radius: 'lg', shadow: 'xs', padding: 'md', withBorder: false } },
    Popover: { defaultProps: { radius: 'lg', shadow: 'lg', withArrow: true, arrowSize: 12 } },
    Tooltip: { defaultProps: { openDelay: 300 } },
    Badge: { defaultProps: { radius: 'sm', variant: 'light', tt: 'none' } },
  },
})
