import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';

import { useAddressChoice } from '../lists/use-address-entry';

/** One of several lists, chosen by the address, so that a link leads to the very list. */
export function useTab<Tab extends string>(tabs: readonly [Tab, ...Tab[]]): readonly [Tab, (tab: Tab) => void] {
  return useAddressChoice('tab', tabs);
}

interface TabsProps<Tab extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly value: Tab; readonly label: string }[];
  readonly value: Tab;
  readonly onChange: (tab: Tab) => void;
}

/** How many fit beside each other on a phone. */
const mostBeside = 3;

/** Beside each other where there is room for all of them, else below each other. */
export function Tabs<Tab extends string>({ label, tabs, value, onChange }: TabsProps<Tab>) {
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false });
  const orientation = isNarrow && tabs.length > mostBeside ? 'vertical' : 'horizontal';
  return (
    <SegmentedControl aria-label={label} data={[...tabs]} value={value} onChange={onChange} orientation={orientation} />
  );
}
