import { SegmentedControl } from '@mantine/core';
import { useSearchParams } from 'react-router';

/** One of several lists, chosen by the address, so that a link leads to the very list. */
export function useTab<Tab extends string>(tabs: readonly [Tab, ...Tab[]]): readonly [Tab, (tab: Tab) => void] {
  const [query, setQuery] = useSearchParams();
  const asked = query.get('tab');
  const current = tabs.find((tab) => tab === asked) ?? tabs[0];
  return [current, (tab) => setQuery({ tab }, { replace: true })];
}

interface TabsProps<Tab extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly value: Tab; readonly label: string }[];
  readonly value: Tab;
  readonly onChange: (tab: Tab) => void;
}

export function Tabs<Tab extends string>({ label, tabs, value, onChange }: TabsProps<Tab>) {
  return <SegmentedControl aria-label={label} data={[...tabs]} value={value} onChange={onChange} />;
}
