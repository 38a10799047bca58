import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/lib/server/log'
import { listPulledAccounts, type PulledAccount, saveAccountState } from '@/lib/sync/accounts/pulled-account'
import { AwsFailure, stateOfFailure } from '@/lib/sync/aws/aws-failure'
import { type OpenPlace, type OpenPlaces, openPlaces } from '@/lib/sync/open-places'
import type { AccountRegion } from '@/lib/sync/sync-step'

const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 60_000
const REFRESH_MS = 3_000

type Opening = {
  configured: string
  stop: AbortController
  firstTry: Promise<void>
  ended: Promise<void>
  placeIds: number[]
}

/**
 * The account-regions that a worker pulls, by id: those of all accounts that are not paused. One account that cannot be
 * opened is tried again by itself, and keeps no other waiting.
 */
export class Places {
  readonly byId = new Map<number, OpenPlace>()
  readonly #options: OpenPlaces
  readonly #openings = new Map<number, Opening>()
  readonly #clients = new Set<OpenPlace['clients']>()

  constructor(options: OpenPlaces) {
    this.#options = options
  }

  /** Opens what was added or changed since, and leaves what was paused, changed or removed. Waits for nothing outside. */
  async refresh(): Promise<void> {
    const accounts = await listPulledAccounts(this.#options.pool)
    for (const [id, opening] of this.#openings) {
      const account = accounts.find((one) => one.id === id)
      if (account === undefined || JSON.stringify(account) !== opening.configured) this.#leave(id, opening)
    }
    for (const account of accounts) if (!this.#openings.has(account.id)) this.#open(account)
  }

  /** Refreshes until the signal is aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(REFRESH_MS, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      try {
        await this.refresh()
      } catch (error) {
        log.warn({ err: error }, 'the accounts cannot be read; trying again')
      }
    }
  }

  /** Resolves when every account was opened or has failed once. */
  async tried(): Promise<void> {
    await Promise.all([...this.#openings.values()].map(({ firstTry }) => firstTry))
  }

  placeOf({ id }: AccountRegion): OpenPlace {
    const place = this.byId.get(id)
    if (place === undefined) throw new Error(`Account-region ${id} is no longer pulled`)
    return place
  }

  async close(): Promise<void> {
    for (const { stop } of this.#openings.values()) stop.abort()
    await Promise.all([...this.#openings.values()].map(({ ended }) => ended))
    // Also those of accounts that were left: a step of them may have run until now.
    for (const clients of this.#clients) clients.destroy()
  }

  #leave(id: number, { stop, placeIds }: Opening): void {
    stop.abort()
    for (const placeId of placeIds) this.byId.delete(placeId)
    this.#openings.delete(id)
  }

  #open(account: PulledAccount): void {
    const stop = new AbortController()
    const placeIds: number[] = []
    const opened = (found: readonly OpenPlace[]) => {
      for (const place of found) {
        this.#clients.add(place.clients)
        this.byId.set(place.id, place)
        placeIds.push(place.id)
      }
    }
    let ended: Promise<void> = Promise.resolve()
    const firstTry = new Promise<void>((tried) => {
      ended = this.#tryUntilOpen(account, AbortSignal.any([stop.signal, this.#options.signal]), opened, tried)
    })
    this.#openings.set(account.id, { configured: JSON.stringify(account), stop, firstTry, ended, placeIds })
  }

  async #tryUntilOpen(
    account: PulledAccount,
    signal: AbortSignal,
    opened: (places: readonly OpenPlace[]) => void,
    tried: () => void,
  ): Promise<void> {
    for (let waitMs = FIRST_RETRY_MS; !signal.aborted; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      const found = await this.#tryOpen(account, signal)
      if (found !== null && !signal.aborted) opened(found)
      tried()
      if (found !== null) return
      await sleep(waitMs, undefined, { signal }).catch(() => undefined)
    }
    tried()
  }

  /** Null when it could not be opened now. */
  async #tryOpen(account: PulledAccount, signal: AbortSignal): Promise<OpenPlace[] | null> {
    try {
      return await openPlaces({ ...this.#options, signal }, account)
    } catch (error) {
      if (signal.aborted) return null
      log.warn({ err: error, account: account.name }, 'an account cannot be opened; trying again')
      if (!(error instanceof AwsFailure)) return null
      const outcome = { state: stateOfFailure(error), detail: error.message, atMs: this.#options.clock() }
      await saveAccountState(this.#options.pool, account.id, outcome).catch((lost: unknown) => {
        log.warn({ err: lost, account: account.name }, 'the state of an account could not be kept')
      })
      return null
    }
  }
}
