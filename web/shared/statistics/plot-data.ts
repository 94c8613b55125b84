/** One of the numbers that a plot shows over time. */
export interface PlotLine {
  readonly key: string;
  readonly label: string;
}

/** The numbers of a period, by the key of their line; null where nothing is known. */
export interface PlotPoint {
  readonly at: string;
  readonly values: Readonly<Partial<Record<string, number | null>>>;
}

/** Good is green and bad is red wherever they are shown; what is neither has a place of its own. */
const colors: Readonly<Record<string, string>> = {
  sent: 'green-7',
  accepted: 'blue-4',
  sending: 'cyan-6',
  deferred: 'yellow-6',
  held: 'grape-6',
  undeliverable: 'red-8',
  expired: 'orange-7',
  cancelled: 'gray-5',
  suppressed: 'gray-7',
  customer: 'petrol-7',
  platform: 'blue-4',
  none: 'gray-5',
  p50: 'green-7',
  p90: 'yellow-7',
  p99: 'red-7',
  'customer-p50': 'petrol-7',
  'customer-p90': 'petrol-4',
  'platform-p50': 'blue-8',
  'platform-p90': 'blue-4',
  address: 'yellow-6',
  recipient: 'orange-7',
  content: 'grape-6',
  server: 'red-8',
  moment: 'blue-4',
  active: 'green-7',
  suspended: 'red-8',
  drafting: 'blue-4',
  unlocked: 'cyan-6',
  locked: 'gray-5',
};

export function colorOf(key: string): string {
  return `var(--mantine-color-${colors[key] ?? 'gray-5'})`;
}
