/** Functions that run in a page are sent there as they were compiled, with calls of a helper that only modules have. */
export const NAME_HELPER = 'globalThis.__name = (value) => value'
