/** Values by bucket number, from 0 on; a bucket without one is absent. A Map of numbers is one too. */
export type BucketValues = Iterable<[bucket: number, value: number]> & {
  readonly size: number
  get(bucket: number): number | undefined
  values(): Iterable<number>
  forEach(use: (value: number, bucket: number) => void): void
}

const NONE = new Float64Array(0)
const LEAST_SIZE = 32
/** Values of a block: 64 KB. */
const BLOCK_SIZE = 8_192

/** Values by bucket in one block of memory, because a page reads hundreds of thousands: an entry of a Map takes ten times as long. */
export class BucketArray implements BucketValues {
  #values: Float64Array
  #start: number
  #room: number
  #end = 0

  /** memory: NaN from start on for each bucket that there will be (room). One with more has its own. */
  constructor(memory: Float64Array = NONE, start = 0, room = memory.length - start) {
    this.#values = memory
    this.#start = start
    this.#room = room
  }

  get size(): number {
    return this.values().length
  }

  get(bucket: number): number | undefined {
    const value = bucket < this.#end ? this.#values[this.#start + bucket] : undefined
    return value === undefined || Number.isNaN(value) ? undefined : value
  }

  /** bucket: a whole number from 0 on. value: not NaN. */
  set(bucket: number, value: number): void {
    if (bucket >= this.#room) this.#grow(bucket)
    this.#values[this.#start + bucket] = value
    this.#end = Math.max(this.#end, bucket + 1)
  }

  values(): number[] {
    const values: number[] = []
    this.forEach((value) => {
      values.push(value)
    })
    return values
  }

  forEach(use: (value: number, bucket: number) => void): void {
    for (let bucket = 0; bucket < this.#end; bucket += 1) {
      const value = this.#values[this.#start + bucket] ?? Number.NaN
      if (!Number.isNaN(value)) use(value, bucket)
    }
  }

  *[Symbol.iterator](): Generator<[number, number]> {
    for (let bucket = 0; bucket < this.#end; bucket += 1) {
      const value = this.get(bucket)
      if (value !== undefined) yield [bucket, value]
    }
  }

  #grow(bucket: number): void {
    const grown = new Float64Array(Math.max(bucket + 1, 2 * this.#room, LEAST_SIZE)).fill(Number.NaN)
    grown.set(this.#values.subarray(this.#start, this.#start + this.#room))
    this.#values = grown
    this.#start = 0
    this.#room = grown.length
  }
}

/** Makes arrays of so many buckets in few blocks of memory: a block for each of thousands takes longer than all their values. */
export class BucketArrays {
  readonly #buckets: number
  #block = NONE
  #at = 0

  constructor(buckets: number) {
    this.#buckets = buckets
  }

  make(): BucketArray {
    if (this.#at + this.#buckets > this.#block.length) {
      this.#block = new Float64Array(Math.max(this.#buckets, BLOCK_SIZE)).fill(Number.NaN)
      this.#at = 0
    }
    // A view of its own for each would take longer than what it holds.
    const made = new BucketArray(this.#block, this.#at, this.#buckets)
    this.#at += this.#buckets
    return made
  }
}
