import { Alert, Card, Stack, Text, Title } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Review } from '../reviews';

/** What a careful reviewer would ask about; none of it decides by itself. */
export function RisksCard({ risks }: { readonly risks: Review['risks'] }) {
  const { t } = useTranslation();
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('reviewer.risks.title')}</Title>
        {risks.length === 0 && <Text>{t('reviewer.risks.none')}</Text>}
        {risks.map(({ code, title, meaning, fact }) => (
          <Alert key={`${code}-${fact}`} color="yellow" title={title} icon={<CircleAlert aria-hidden />}>
            <Text size="sm">{meaning}</Text>
            <Text size="sm" ff="monospace" mt={4}>
              {fact}
            </Text>
          </Alert>
        ))}
      </Stack>
    </Card>
  );
}
