// What the table has from the page around it: the search text, a key, the room that is left.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** The newest value, for callbacks that must not change. */
export function useLatest<T>(value: T) {
  const ref = useRef(value)
  useLayoutEffect(() => {
    ref.current = value
  })
  return ref
}

/** A text that is typed here and kept elsewhere, a moment later. */
export function useTyped(kept: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(kept)
  const sent = useRef(kept)
  const keepLatest = useLatest(keep)
  useEffect(() => {
    // The address changed by other means, such as the back button.
    if (kept !== sent.current) {
      sent.current = kept
      setText(kept)
    }
  }, [kept])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      keepLatest.current(text)
    }, 250)
    return () => clearTimeout(timer)
  }, [text, keepLatest])
  return [text, setText]
}

/** `/` goes to the search box from anywhere but where one types. */
export function useSlash(input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      )
        return
      if (input.current?.closest('[inert], [aria-hidden="true"]')) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [input])
}

/** As high as the window has room below the table's top, so that only one thing scrolls. */
export function useRestOfWindow(element: React.RefObject<HTMLElement | null>, fixed: string | undefined): string {
  const [top, setTop] = useState(180)
  useLayoutEffect(() => {
    if (fixed) return
    const measure = () => {
      const box = element.current?.parentElement?.getBoundingClientRect()
      const head = element.current?.offsetTop ?? 0
      if (box)
        setTop(
          Math.round(box.top + window.scrollY + Math.max(0, head - (element.current?.parentElement?.offsetTop ?? 0))),
        )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  })
  return fixed ?? `max(280px, calc(100dvh - ${top + 24}px))`
}
