// Links to rooms, with typed `params` and `search`, that look like a text or a button of the library:
//   <TextLink to="/domains/$account/$name" params={{ account, name }}>example.com</TextLink>
//   <ButtonLink to="/domains/register" leftSection={<IconPlus size={16} />}>Register</ButtonLink>
// A path that the server tells, with its search: <PathLink path={item.link}>...</PathLink>
import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink, useRouter } from '@tanstack/react-router'
import { forwardRef, type ReactNode } from 'react'

const PlainAnchor = forwardRef<HTMLAnchorElement, Omit<AnchorProps, 'href'>>((props, ref) => (
  <Anchor ref={ref} size="sm" {...props} />
))
PlainAnchor.displayName = 'PlainAnchor'

const PlainButton = forwardRef<HTMLAnchorElement, ButtonProps>((props, ref) => (
  <Button component="a" ref={ref} {...props} />
))
PlainButton.displayName = 'PlainButton'

export const TextLink = createLink(PlainAnchor)
export const ButtonLink = createLink(PlainButton)

interface PathLinkProps {
  path: string
  className?: string
  /** What it is called where its text is too short. */
  label?: string
  children: ReactNode
}

/** A link to a page whose path and search are one text. */
export function PathLink({ path, className, label, children }: PathLinkProps) {
  const router = useRouter()
  return (
    <Anchor
      href={path}
      className={className}
      aria-label={label}
      size="sm"
      unstyled={className !== undefined}
      onClick={(event) => {
        // A new tab or window is the browser's business.
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        router.history.push(path)
      }}
    >
      {children}
    </Anchor>
  )
}
