import { Input, SegmentedControl, Stack, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useDensity, type Density } from '@/app/density'
import { Panel } from '@/parts/Panel'

export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useDensity()
  return (
    <Panel title="Appearance" description="Kept in this browser, for you alone.">
      <Stack gap="lg">
        <Input.Wrapper label="Colours" labelElement="div">
          <div style={{ marginTop: 4 }}>
            <SegmentedControl
              aria-label="Colours"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as MantineColorScheme)}
              data={[
                { value: 'auto', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </div>
        </Input.Wrapper>
        <Input.Wrapper label="Rows of lists" labelElement="div">
          <div style={{ marginTop: 4 }}>
            <SegmentedControl
              aria-label="Rows of lists"
              value={density}
              onChange={(value) => setDensity(value as Density)}
              data={[
                { value: 'comfortable', label: 'Comfortable' },
                { value: 'compact', label: 'Compact' },
              ]}
            />
          </div>
          <Text size="sm" c="dimmed" mt={6}>
            Compact rows show a quarter more of a long list.
          </Text>
        </Input.Wrapper>
      </Stack>
    </Panel>
  )
}
