import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Stories run one file after the other: each has a server and a browser of its own.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['stories/**/*.story.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    reporters: ['verbose'],
  },
})
