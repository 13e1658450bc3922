// Runs before the first paint, so that a dark page never flashes white. Same key as Mantine's.
;(function () {
  var wanted = 'auto'
  try {
    wanted = localStorage.getItem('mantine-color-scheme-value') || 'auto'
  } catch (error) {
    // Storage may be forbidden; the system's scheme is used then.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
