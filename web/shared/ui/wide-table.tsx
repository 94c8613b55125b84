import { Table, type TableProps } from '@mantine/core';

interface WideTableProps extends TableProps {
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** In pixels; where there is less room, the table is pushed from side to side, also by keyboard. */
  readonly minWidth: number;
}

export function WideTable({ label, minWidth, children, ...props }: WideTableProps) {
  const viewportProps = { tabIndex: 0, role: 'region', 'aria-label': label };
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps }}>
      <Table verticalSpacing="sm" {...props}>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}
