import { useLocalStorage } from '@mantine/hooks'

export type Density = 'comfortable' | 'compact'

/** How high rows of lists are; chosen in the settings, kept in the browser. */
export function useDensity() {
  const [stored, set] = useLocalStorage<Density>({
    key: 'setec.density',
    defaultValue: 'comfortable',
    getInitialValueInEffect: false,
  })
  return [stored === 'compact' ? 'compact' : 'comfortable', set] as const
}
