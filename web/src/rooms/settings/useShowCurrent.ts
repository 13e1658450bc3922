import { useCallback } from 'react'

/** For a line of links or tabs that scrolls sideways on a phone: brings the current one into its middle. */
export function useShowCurrent(current: string) {
  return useCallback(
    (line: HTMLElement | null) => {
      const chosen = line?.querySelector<HTMLElement>(`[data-page="${CSS.escape(current)}"]`)
      if (line && chosen)
        line.scrollLeft = chosen.offsetLeft - line.offsetLeft - (line.clientWidth - chosen.clientWidth) / 2
    },
    [current],
  )
}
