'use client'

import type { Route } from 'next'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ParamPatch, useLinkTo } from '@/lib/client/view-params'

type Props = Omit<ComponentProps<typeof Link>, 'href'> & { to: string; params?: ParamPatch }

/** A link inside the product: the time range and scope of the page go along. */
export function AppLink({ to, params, prefetch = false, ...rest }: Props) {
  const linkTo = useLinkTo()
  return <Link href={asRoute(linkTo(to, params))} prefetch={prefetch} {...rest} />
}

/** Paths are put together from names that AWS gave; that they meet a page is what the link test walks through. */
function asRoute(path: string): Route {
  return path as Route
}
