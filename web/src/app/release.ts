const KEY = 'setec.reloaded'

/** Reloads within this time would be a loop: then the release is not what is wrong. */
const PATIENCE = 60_000

/**
 * A page that was left open asks for files of the release that it came from. Where those are gone, it is loaded
 * anew, once; a second failure soon after is shown like any other.
 */
export function reloadOnNewRelease(reload: () => void = () => location.reload()): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (Date.now() - last < PATIENCE) return
    sessionStorage.setItem(KEY, String(Date.now()))
    event.preventDefault()
    reload()
  })
}
