import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../ui/use-formats';
import type { PlotLine, PlotPoint } from './plot-data';
import classes from './statistics.module.css';

interface SeriesTableProps {
  readonly title: string;
  readonly lines: readonly PlotLine[];
  readonly points: readonly PlotPoint[];
}

/** The numbers of a plot; periods in which nothing happened are left out. */
export function SeriesTable({ title, lines, points }: SeriesTableProps) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const told = points.filter(({ values }) => lines.some(({ key }) => (values[key] ?? 0) !== 0));
  const viewportProps = { tabIndex: 0, role: 'region', 'aria-label': t('statistics.tableOf', { title }) };
  return (
    <details>
      <Text component="summary" size="sm" className={classes['summary'] ?? ''}>
        {t('statistics.asTable')}
      </Text>
      <Table.ScrollContainer minWidth={lines.length * 110 + 140} maxHeight={384} scrollAreaProps={{ viewportProps }}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('statistics.period')}</Table.Th>
              {lines.map(({ key, label }) => (
                <Table.Th key={key} scope="col" ta="right">
                  {label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {told.map(({ at, values }) => (
              <Table.Tr key={at}>
                <Table.Th scope="row" fw={400}>
                  {at}
                </Table.Th>
                {lines.map(({ key }) => (
                  <Table.Td key={key} ta="right">
                    {typeof values[key] === 'number' ? number(values[key]) : t('shared.none')}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
