import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, printableText } from '@/lib/domain/logs/printable-text'

describe('printableText', () => {
  it.each([
    ['\u001b[31mred\u001b[0m alert\n', 'red alert'],
    ['bell\u0007 and \u007f', 'bell␇ and ␡'],
    ['user \u202egnp.exe', 'user ⟨U+202E⟩gnp.exe'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ])('shows %j as %j', (message, shown) => {
    expect(printableText(message)).toBe(shown)
  })

  it('leaves nothing that steers a terminal or turns the direction', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\u001b', '[', '3', 'm', '\u0000', '\u202e', 'a', '\n') }),
        (text) => {
          expect(printableText(text)).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
        },
      ),
    )
  })
})

it('leaves out what stands beside a line anyway', () => {
  const id = 'c3252230-c73d-49f6-8842-0000000000ab'
  expect(oneLine(`2026-11-19T10:00:00.000Z\t${id}\tINFO\tsaid\n  twice\n`)).toBe('said twice')
  expect(oneLine(`START RequestId: ${id} Version: 7\n`)).toBe(`START RequestId: ${id} Version: 7`)
})
