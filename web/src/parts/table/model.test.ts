import { expect, test } from 'vitest'
import { haystack, nextSort, parseSort, sortRows, wordsOf, type Column } from './model'

interface Row {
  name: string
  days: number | null
}

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name },
  { id: 'days', header: 'Days', value: (row) => row.days, search: false },
]
const rows: Row[] = [
  { name: 'host-10', days: null },
  { name: 'Host-2', days: 5 },
  { name: 'host-1', days: -3 },
]

test('names are ordered as people count', () => {
  expect(sortRows(rows, columns[0], false).map((row) => row.name)).toEqual(['host-1', 'Host-2', 'host-10'])
})

test('what has no value comes last in both directions', () => {
  expect(sortRows(rows, columns[1], false).map((row) => row.days)).toEqual([-3, 5, null])
  expect(sortRows(rows, columns[1], true).map((row) => row.days)).toEqual([5, -3, null])
})

test('the search looks at the columns that take part, in any case', () => {
  const text = haystack({ name: 'Shop.Example', days: 42 }, columns)
  expect(wordsOf(' SHOP  example').every((word) => text.includes(word))).toBe(true)
  expect(text).not.toContain('42')
})

test('a header is clicked up, down, and back to the order of the list', () => {
  expect(nextSort(undefined, 'name')).toBe('name')
  expect(nextSort(parseSort('name'), 'name')).toBe('-name')
  expect(nextSort(parseSort('-name'), 'name')).toBeUndefined()
  expect(nextSort(parseSort('-name'), 'days')).toBe('days')
})
