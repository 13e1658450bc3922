import type { Column } from '@/parts/DataTable'
import { MoneyText } from '@/parts/MoneyText'
import { TimeText } from '@/parts/TimeText'

interface Money {
  minor: number
  currency: string
}

export const timeColumn = <Row,>(get: (row: Row) => string, header: string): Column<Row> => ({
  id: 'at',
  header,
  value: get,
  cell: (row) => <TimeText at={get(row)} exact />,
  search: false,
  width: '170px',
})

export const moneyColumn = <Row,>(
  id: string,
  header: string,
  get: (row: Row) => Money | null | undefined,
  rest: Partial<Column<Row>> = {},
): Column<Row> => ({
  id,
  header,
  value: (row) => get(row)?.minor,
  cell: (row) => <MoneyText money={get(row)} />,
  search: false,
  width: '110px',
  align: 'end',
  ...rest,
})
