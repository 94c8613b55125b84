import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useHeadingFocus } from './use-heading-focus';

interface PageProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a view: its one heading, which also names the browser's tab. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  const { t } = useTranslation();
  const product = t('app.product');
  const heading = useHeadingFocus();
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
  return (
    <Stack gap="lg" maw={1080} mx="auto" pb={64}>
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {subtitle !== undefined && (
            <Text component="div" c="dimmed">
              {subtitle}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
