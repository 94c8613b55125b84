import { Badge } from '@mantine/core';
import { CircleAlert, CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon } from 'lucide-react';

/** What a state means to people, whichever thing it is the state of. */
export type Tone = 'good' | 'warning' | 'bad' | 'waiting' | 'neutral';

const looks: Readonly<Record<Tone, { readonly color: string; readonly icon: LucideIcon }>> = {
  good: { color: 'green', icon: CircleCheck },
  warning: { color: 'yellow', icon: CircleAlert },
  bad: { color: 'red', icon: CircleX },
  waiting: { color: 'blue', icon: Clock },
  neutral: { color: 'gray', icon: CircleDashed },
};

/** A state in a word: by colour, by sign, and by name, so that nobody needs to see colours. */
export function StatusBadge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const { color, icon: Icon } = looks[tone];
  return (
    <Badge
      variant="light"
      color={color}
      size="lg"
      radius="sm"
      tt="none"
      fw={600}
      miw="max-content"
      leftSection={<Icon size={14} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
