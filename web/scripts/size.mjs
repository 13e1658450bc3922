// What a first visit loads before the overview shows: its scripts, compressed as they are sent.
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const LIMIT = 350 * 1024
const dist = fileURLToPath(new URL('../dist', import.meta.url))
const assets = path.join(dist, 'assets')

const manifest = JSON.parse(await readFile(path.join(dist, '.vite/manifest.json'), 'utf8'))

/** A chunk and everything that it imports at once. */
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key) || !manifest[key]) continue
    seen.add(key)
    closure(manifest[key].imports ?? [], seen)
  }
  return seen
}

const first = closure(['index.html', 'src/app/Shell.tsx', 'src/rooms/overview/index.tsx'])
let [br, gz] = [0, 0]
for (const key of first) {
  const file = path.join(dist, manifest[key].file)
  if (!file.endsWith('.js')) continue
  br += (await stat(`${file}.br`)).size
  gz += (await stat(`${file}.gz`)).size
}

const styles = (await readdir(assets)).filter((name) => /^index-.*\.css\.br$/.test(name))
const css = (await Promise.all(styles.map((name) => stat(path.join(assets, name))))).reduce(
  (sum, file) => sum + file.size,
  0,
)

const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
console.log(
  `Sign-in and overview: ${kib(gz)} of scripts with gzip, ${kib(br)} with brotli; ${kib(css)} of styles with brotli`,
)
if (gz > LIMIT) {
  console.error(`More than ${kib(LIMIT)} of scripts (gzip): load what is not needed at once when it is needed`)
  process.exit(1)
}
