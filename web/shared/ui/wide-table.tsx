import { Table, type TableProps } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './wide-table.module.css';

interface WideTableProps extends Omit<TableProps, 'children'> {
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** In pixels; where there is less room, the table is pushed from side to side, also by keyboard; on a phone it is a list. */
  readonly minWidth: number;
  /** The names of the columns, at most five. */
  readonly columns: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}

export function WideTable({ label, minWidth, columns, children, ...props }: WideTableProps) {
  const viewportProps = { tabIndex: 0, role: 'region', 'aria-label': label };
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps }}>
      <Table verticalSpacing="sm" className={classes['table']} style={namesOf(columns)} {...props}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** As strings of a style sheet, which has no other way to what stands in the head of a table. */
function namesOf(columns: readonly string[]): Record<`--column-${number}`, string> {
  return Object.fromEntries(columns.map((name, index) => [`--column-${index + 1}`, JSON.stringify(name)]));
}
