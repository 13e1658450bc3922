import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { CHROMIUM } from './browser.ts'

const FILES: Record<string, string> = {
  screenshots: 'stories/screenshots.ts',
  bench: 'stories/bench.ts',
}

// Each file has a server and a browser of its own, so two cores are one file's.
export default defineConfig(({ mode }) => {
  const isPossible = existsSync(CHROMIUM)
  if (!isPossible) console.log(`SKIPPED: stories of the web UI: there is no ${CHROMIUM}`)
  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    test: {
      include: isPossible ? [FILES[mode] ?? 'stories/**/*.story.ts'] : [],
      passWithNoTests: !isPossible,
      environment: 'node',
      maxWorkers: mode === 'bench' ? 1 : Math.max(1, Math.floor(availableParallelism() / 2)),
      // Limits against a hang, not expectations: machines are slow at times.
      testTimeout: 120_000,
      hookTimeout: 90_000,
      expect: { poll: { timeout: 60_000 } },
      reporters: ['verbose'],
    },
  }
})
