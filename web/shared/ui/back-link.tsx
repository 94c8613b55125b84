import { Anchor, Group } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { Link } from 'react-router';

/** Leads from one thing back to the list that it stands in. */
export function BackLink({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Anchor component={Link} to={to}>
      <Group gap={4}>
        <ArrowLeft size={16} aria-hidden />
        {children}
      </Group>
    </Anchor>
  );
}
