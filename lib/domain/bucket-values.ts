/** Values by bucket number, from 0 on; a bucket without one is absent. A Map of numbers is one too. */
export type BucketValues = Iterable<[bucket: number, value: number]> & {
  readonly size: number
  get(bucket: number): number | undefined
  values(): Iterable<number>
  forEach(use: (value: number, bucket: number) => void): void
}

const FIRST_SIZE = 32

/** Values by bucket in one block of memory, because a page reads hundreds of thousands: an entry of a Map takes ten times as long. */
export class BucketArray implements BucketValues {
  #values = new Float64Array(FIRST_SIZE).fill(Number.NaN)
  #end = 0

  get size(): number {
    return this.values().length
  }

  get(bucket: number): number | undefined {
    const value = this.#values[bucket]
    return value === undefined || Number.isNaN(value) ? undefined : value
  }

  /** bucket: a whole number from 0 on. value: not NaN. */
  set(bucket: number, value: number): void {
    if (bucket >= this.#values.length) this.#grow(bucket)
    this.#values[bucket] = value
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
      const value = this.#values[bucket] ?? Number.NaN
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
    const grown = new Float64Array(Math.max(bucket + 1, 2 * this.#values.length)).fill(Number.NaN)
    grown.set(this.#values)
    this.#values = grown
  }
}
