import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { useHeadingFocus } from '../ui/use-heading-focus';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Whether this is all that the page shows, so that its title is the page's heading. */
  readonly whole?: boolean;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Says that there is nothing, why, and what one can do. */
export function EmptyState({ icon: Icon, title, whole = false, children, action }: EmptyStateProps) {
  const heading = useHeadingFocus();
  return (
    <Stack align="center" gap="sm" py={48} px="md" maw={560} mx="auto" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
        <Icon size={28} />
      </ThemeIcon>
      <Title order={whole ? 1 : 2} size="h2" {...(whole ? { ref: heading, tabIndex: -1 } : {})}>
        {title}
      </Title>
      {children !== undefined && (
        <Text component="div" c="dimmed">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
