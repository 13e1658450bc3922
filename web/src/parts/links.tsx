// Links to rooms, with typed `params` and `search`, that look like a text or a button of the library:
//   <TextLink to="/domains/$account/$name" params={{ account, name }}>example.com</TextLink>
//   <ButtonLink to="/domains/register" leftSection={<IconPlus size={16} />}>Register</ButtonLink>
// For a path that is only known as text (from the server), use <TextLink to={path as string}>.
import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import { forwardRef } from 'react'

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
