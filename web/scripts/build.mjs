// Builds into a fresh folder, makes .br and .gz beside every text file, and puts the folder in the
// place of dist at the end: whoever reads dist meanwhile sees the old build or the new one.
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

const web = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(web, 'dist')
const fresh = await mkdtemp(path.join(web, '.dist-'))
const old = `${fresh}-old`

try {
  process.chdir(web)
  await build({ build: { outDir: fresh, emptyOutDir: true }, logLevel: 'warn' })
  const files = await readdir(fresh, { recursive: true, withFileTypes: true })
  await Promise.all(
    files
      .filter((file) => file.isFile() && /\.(js|css|html|svg|json|webmanifest|txt)$/.test(file.name))
      .map((file) => compress(path.join(file.parentPath, file.name))),
  )
  await chmod(fresh, 0o755)
  await rename(dist, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(fresh, dist)
} finally {
  await rm(old, { recursive: true, force: true })
  await rm(fresh, { recursive: true, force: true })
}

async function compress(file) {
  const text = await readFile(file)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length }
  const [br, gz] = await Promise.all([promisify(brotliCompress)(text, { params }), promisify(gzip)(text, { level: 9 })])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}
