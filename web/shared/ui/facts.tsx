import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './facts.module.css';

/** A fact and its name; without a value it is left out. */
export type Fact = readonly [name: string, value: ReactNode];

/** Named facts, one below the other. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <Table variant="vertical" withRowBorders={false} layout="fixed" className={classes['facts'] ?? ''}>
      <Table.Tbody>
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
          .map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" bg="transparent" c="dimmed" fw={500}>
                {name}
              </Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}
