/** The mark: a path that leads from one place to another. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-ink-7)" />
      <path
        d="M23 9.5H13.2a4.2 4.2 0 0 0 0 6.5h5.6a4.2 4.2 0 0 1 0 6.5H9"
        fill="none"
        stroke="#fff"
        strokeWidth="3.2"
        strokeLinecap="round"
      />
      <circle cx="23" cy="9.5" r="2.6" fill="#fff" />
      <circle cx="9" cy="22.5" r="2.6" fill="#fff" />
    </svg>
  )
}
