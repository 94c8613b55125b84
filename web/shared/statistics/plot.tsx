import type { ReactNode } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';

import { useFormats } from '../ui/use-formats';
import { colorOf, type PlotLine, type PlotPoint } from './plot-data';

interface PlotProps {
  readonly kind: 'bars' | 'lines';
  readonly unit: string;
  readonly lines: readonly PlotLine[];
  readonly points: readonly PlotPoint[];
}

const text = 'var(--mantine-color-dimmed)';
const tick = { fill: text, fontSize: 12 };
const box = {
  background: 'var(--mantine-color-body)',
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 'var(--mantine-radius-sm)',
  color: 'var(--mantine-color-text)',
};
const margin = { top: 8, right: 8, bottom: 0, left: 0 };

/** Draws numbers over time: shares of a whole as bars, values of their own as lines. */
export function Plot({ kind, unit, lines, points }: PlotProps) {
  const { number } = useFormats();
  const data = points.map(({ at, values }) => ({ at, ...values }));
  const Chart = kind === 'bars' ? BarChart : LineChart;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Chart data={data} margin={margin} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
        <XAxis dataKey="at" tick={tick} stroke={text} minTickGap={24} />
        <YAxis tick={tick} stroke={text} width={44} allowDecimals={kind === 'lines'} tickFormatter={number} />
        <Tooltip
          contentStyle={box}
          cursor={{ fill: 'var(--mantine-color-default-hover)' }}
          formatter={spoken(number)}
        />
        <Legend formatter={readable} itemSorter={null} />
        {lines.map(({ key, label }) =>
          kind === 'bars' ? (
            <Bar key={key} dataKey={key} name={label} stackId={unit} fill={colorOf(key)} isAnimationActive={false} />
          ) : (
            <Line
              key={key}
              dataKey={key}
              name={label}
              stroke={colorOf(key)}
              strokeWidth={2}
              dot={{ r: 2 }}
              isAnimationActive={false}
            />
          ),
        )}
      </Chart>
    </ResponsiveContainer>
  );
}

/** The name of a line in the colour of text; its own is on the sign beside it. */
function readable(label: string): ReactNode {
  return <span style={{ color: text }}>{label}</span>;
}

function spoken(number: (value: number) => string): (value: unknown) => string {
  return (value) => (typeof value === 'number' ? number(value) : String(value));
}
