import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { CHROMIUM } from './browser.ts'

const FILES: Record<string, string> = {
  screenshots: 'stories/screenshots.ts',
  bench: 'stories/bench.ts',
}

// Stories run one file after the other: each has a server and a browser of its own.
export default defineConfig(({ mode }) => {
  const isPossible = existsSync(CHROMIUM)
  if (!isPossible) console.log(`SKIPPED: stories of the web UI: there is no ${CHROMIUM}`)
  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    test: {
      include: isPossible ? [FILES[mode] ?? 'stories/**/*.story.ts'] : [],
      passWithNoTests: !isPossible,
      environment: 'node',
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 90_000,
      reporters: ['verbose'],
    },
  }
})
