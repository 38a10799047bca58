'use client'

import { LogOut, UserRound } from 'lucide-react'
import { useState } from 'react'
import type { FrameSettings } from '@/components/frame/frame-settings'
import { AppLink } from '@/components/ui/app-link'
import { MenuItem } from '@/components/ui/menu-item'
import { Popover } from '@/components/ui/popover'

export function UserMenu({ user }: { user: FrameSettings['user'] }) {
  const [failed, setFailed] = useState(false)
  const signOut = async () => {
    const answer = await fetch('/api/sign-out', { method: 'POST' }).catch(() => null)
    if (answer?.ok || answer?.redirected) window.location.assign('/sign-in')
    else setFailed(true)
  }
  return (
    <Popover
      label="Your account"
      title={user.email}
      width={240}
      align="end"
      className="size-8 shrink-0 justify-center rounded-full border bg-sunken font-semibold text-muted text-xs uppercase hover:text-text"
      trigger={(user.name || user.email).slice(0, 1)}
    >
      {(close) => (
        <div>
          <div className="border-b px-3 py-2">
            <p className="truncate font-medium">{user.name}</p>
            <p className="truncate text-muted text-xs">
              {user.email} · {user.role}
            </p>
          </div>
          <div className="p-1">
            <AppLink
              to="/account"
              onClick={close}
              className="flex h-8 items-center gap-2 rounded-(--radius) px-2 hover:bg-hover"
            >
              <UserRound aria-hidden className="size-4 text-faint" />
              Account
            </AppLink>
            <MenuItem onClick={signOut}>
              <span className="flex items-center gap-2">
                <LogOut aria-hidden className="size-4 text-faint" />
                Sign out
              </span>
            </MenuItem>
            {failed && (
              <p role="alert" className="px-2 py-1 text-fault text-xs">
                Signing out did not work. Try again.
              </p>
            )}
          </div>
        </div>
      )}
    </Popover>
  )
}
