import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The one accent. Step 7 has 5.9:1 against white, step 3 has 6:1 against the dark body. */
const ink: MantineColorsTuple = [
  '#eef2ff',
  '#dde4fb',
  '#b8c6f3',
  '#98acef',
  '#7f97ea',
  '#5a79e1',
  '#4a6adb',
  '#3b5bc9',
  '#3350b3',
  '#28439c',
]

/** Cooler than Mantine's own greys, with one step more between body and panel. */
const dark: MantineColorsTuple = [
  '#d3d8e0',
  '#b3bac6',
  '#949dac',
  '#6d7686',
  '#3d4553',
  '#2d3440',
  '#222832',
  '#181d25',
  '#12161d',
  '#0c0f14',
]

/** Pairs of a faint surface and its text, by meaning; all above 4.5:1, which Mantine's own are not. */
const TONES = {
  light: {
    good: ['#dff3e3', '#17602b'],
    busy: ['#e2e8fb', '#2a449b'],
    warn: ['#fcefcc', '#704a00'],
    bad: ['#fbe2e1', '#9b1c1c'],
    neutral: ['#e8ebef', '#434b57'],
  },
  dark: {
    good: ['#14361f', '#86d79b'],
    busy: ['#222f5c', '#b4c3f6'],
    warn: ['#3d2f0c', '#efc664'],
    bad: ['#461a1c', '#f4a3a1'],
    neutral: ['#2a313c', '#b7bfcb'],
  },
} as const

function toneVariables(scheme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(TONES[scheme]).flatMap(([tone, [background, text]]) => [
      [`--setec-${tone}-bg`, background],
      [`--setec-${tone}-fg`, text],
    ]),
  )
}

/** What Mantine's colours mean here. */
const MEANING: Record<string, keyof typeof TONES.light> = {
  red: 'bad',
  orange: 'warn',
  yellow: 'warn',
  green: 'good',
  teal: 'good',
  blue: 'busy',
  ink: 'busy',
  gray: 'neutral',
}

/** The variables of a component whose light variant takes our pairs. */
function toned(prefix: string) {
  return (_: unknown, props: { color?: string; variant?: string }) => {
    const tone = MEANING[props.color ?? 'ink']
    if (!tone || (props.variant ?? 'light') !== 'light') return { root: {} }
    return { root: { [`--${prefix}-bg`]: `var(--setec-${tone}-bg)`, [`--${prefix}-color`]: `var(--setec-${tone}-fg)` } }
  }
}

/** Dialogs stand out from the page as panels do. */
const raised = {
  content: { background: 'var(--setec-panel)' },
  header: { background: 'var(--setec-panel)' },
  title: { fontWeight: 600, fontSize: '1rem' },
}

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink, dark },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: "'Inter Variable', -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.75rem' },
      h2: { fontSize: '1rem', lineHeight: '1.5rem' },
      h3: { fontSize: '0.875rem', lineHeight: '1.25rem' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    // By keyboard too.
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show what is typed', tabIndex: 0 } },
    },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: raised,
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        size: 'lg',
        overlayProps: { backgroundOpacity: 0.3 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: raised,
    },
    Popover: { styles: { dropdown: { background: 'var(--setec-panel)' } } },
    Notification: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Badge: { defaultProps: { radius: 'sm', variant: 'light' }, vars: toned('badge') },
    Alert: { defaultProps: { variant: 'light' }, vars: toned('alert') },
    Table: { defaultProps: { borderColor: 'var(--setec-line)', verticalSpacing: 8, horizontalSpacing: 12 } },
  },
})

/** Dimmed text keeps 4.5:1 on every surface; Mantine's own grey does not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...toneVariables('light'),
    '--mantine-color-body': '#f7f8fa',
    '--mantine-color-dimmed': '#59626f',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-placeholder': '#6b7380',
  },
  dark: {
    ...toneVariables('dark'),
    '--mantine-color-body': 'var(--mantine-color-dark-8)',
    '--mantine-color-dimmed': '#9aa3b2',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-placeholder': '#8b94a3',
    '--mantine-color-anchor': 'var(--mantine-color-ink-3)',
  },
})
