import { expect, it } from 'vitest'
import { readMoments, writeMoments } from '@/components/versions/read-moments'

const at = (iso: string) => Date.parse(iso)
const WINDOW = { fromMs: at('2026-11-24T06:50:31.250Z'), toMs: at('2026-11-24T07:50:31.250Z') }

it('shows and reads the clocks of the chosen zone', () => {
  const texts = writeMoments(WINDOW, 'Asia/Kolkata')
  expect(texts).toEqual({ from: '2026-11-24T12:20', to: '2026-11-24T13:20' })
  const read = readMoments({ ...texts, from: '2026-11-24T12:00' }, WINDOW, 'Asia/Kolkata')
  expect(read).toEqual({ fromMs: at('2026-11-24T06:30Z'), toMs: WINDOW.toMs })
})

it('changes nothing where nothing was typed, and says what is wrong of what is no window', () => {
  const texts = writeMoments(WINDOW, 'UTC')
  expect(readMoments(texts, WINDOW, 'UTC')).toBe('unchanged')
  expect(readMoments({ ...texts, to: '' }, WINDOW, 'UTC')).toEqual({ problem: 'Give both moments.' })
  expect(readMoments({ ...texts, to: texts.from }, WINDOW, 'UTC')).toEqual({
    problem: 'The end must be after the start.',
  })
})
